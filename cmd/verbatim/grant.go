package main

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/oauth"
	"github.com/verbatim-http/verbatim/probe/secret"
	"github.com/verbatim-http/verbatim/spec"
)

// wellKnown is where an OpenID Connect provider describes itself, below its issuer URL.
const wellKnown = "/.well-known/openid-configuration"

// getsToken reports whether a token has to be got first: the scheme takes tokens, and something
// else than one is given.
func (c credentialConfig) getsToken(scheme spec.SecurityScheme) bool {
	takesTokens := scheme.Type == "oauth2" || scheme.Type == "openIdConnect" || scheme.Scheme == "bearer"
	return takesTokens && (c.ClientID != "" || c.ClientSecret != "" || c.Username != "" || c.Password != "")
}

// grant is the way to a token.
func (c credentialConfig) grant(scheme spec.SecurityScheme, contract *spec.Contract, base *url.URL, r *secretReader) (*oauth.Grant, error) {
	switch {
	case c.Value != "":
		return nil, failing("give the one or the other", "a value is a token already, and needs no client_id, client_secret, username or password")
	case (c.Username == "") != (c.Password == ""):
		return nil, failing("", "username and password go together")
	case c.ClientAuth != "" && c.ClientAuth != "header" && c.ClientAuth != "body":
		return nil, failing("", "client_auth %q is not header or body", c.ClientAuth)
	}
	g := &oauth.Grant{Parameters: c.Parameters, ClientAuth: c.ClientAuth, Scopes: scheme.Scopes}
	if c.Scopes != nil {
		g.Scopes = c.Scopes
	}
	var err error
	if g.TokenURL, g.DiscoveryURL, err = c.tokenURL(scheme, contract, base); err != nil {
		return nil, err
	}
	return g, c.readGrant(g, r)
}

// readGrant reads the names and secrets of a grant.
func (c credentialConfig) readGrant(g *oauth.Grant, r *secretReader) (err error) {
	if g.ClientID, err = r.text(c.ClientID); err != nil {
		return err
	}
	if g.Username, err = r.text(c.Username); err != nil {
		return err
	}
	for _, s := range []struct {
		to   *secret.Secret
		from string
		name string
	}{{&g.ClientSecret, c.ClientSecret, "CLIENT_SECRET"}, {&g.Password, c.Password, "PASSWORD"}} {
		if s.from == "" {
			continue
		}
		if *s.to, err = r.secret(s.from); err != nil {
			return err
		}
		s.to.Variable = or(s.to.Variable, s.name)
	}
	return nil
}

// tokenURL finds the token endpoint, or where to ask for it: what the configuration says, else
// the contract's flow of the grant, its discovery URL, or any flow that has a token endpoint.
func (c credentialConfig) tokenURL(scheme spec.SecurityScheme, contract *spec.Contract, base *url.URL) (token, discovery string, err error) {
	switch {
	case c.TokenURL != "":
		u, err := url.Parse(c.TokenURL)
		if err != nil {
			return "", "", failing("give it as https://host/path", "reading token_url %q: %w", c.TokenURL, err)
		}
		below := *base
		below.Path, below.RawPath = strings.TrimRight(base.Path, "/")+"/", ""
		return below.ResolveReference(u).String(), "", nil
	case c.Issuer != "":
		return "", discoveryURL(c.Issuer), nil
	}
	grant := "clientCredentials"
	if c.Password != "" {
		grant = "password"
	}
	address := ""
	for _, flow := range scheme.Flows {
		if flow.TokenURL != "" && (address == "" || flow.Grant == grant) {
			address = flow.TokenURL
		}
	}
	switch {
	case address != "":
		token, err = oauth.TokenURL(contract, base, address)
	case scheme.DiscoveryURL != "":
		discovery, err = oauth.TokenURL(contract, base, discoveryURL(scheme.DiscoveryURL))
	default:
		err = fmt.Errorf("the contract names no token endpoint for it; give a token_url or an issuer in the configuration")
	}
	return token, discovery, err
}

func discoveryURL(issuer string) string {
	if strings.Contains(issuer, ".well-known/") {
		return issuer
	}
	return strings.TrimRight(issuer, "/") + wellKnown
}

// tokenSteps are the requests that get tokens, before everything else that a plan sends.
func (s *settings) tokenSteps(contract *spec.Contract, plan *probe.Plan) ([]probe.Step, error) {
	var steps []probe.Step
	spare := plan.SpareSchemes()
	for _, name := range slices.Concat(plan.UsedSchemes(), spare) {
		c, scheme := s.given.byScheme[name], contract.SecuritySchemes[name]
		if !c.getsToken(scheme) {
			continue
		}
		token, discovery, err := c.tokenURL(scheme, contract, s.plan.BaseURL)
		if err != nil {
			return nil, fmt.Errorf("reading the credential for %s: %w", name, err)
		}
		step := probe.Step{Send: "always", Method: "POST", URL: withoutQuery(token), Purpose: "token", Mode: probe.ReadOnly, Why: "gets a token for " + name}
		if slices.Contains(spare, name) {
			step.Send, step.Why = "if needed", step.Why+", where the credentials before it are refused"
		}
		if discovery != "" {
			found := step
			found.Method, found.URL, found.Why = "GET", withoutQuery(discovery), "names the token endpoint for "+name
			steps = append(steps, found)
			step.URL = "the token endpoint named there"
		}
		steps = append(steps, step)
	}
	return steps, nil
}

// withoutQuery is a URL as it is shown: what a query holds may be secret.
func withoutQuery(address string) string {
	address, _, _ = strings.Cut(address, "?")
	return address
}
