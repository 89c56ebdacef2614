package oauth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/verbatim-http/verbatim/probe/secret"
)

// Grant is a way to a token (RFC 6749): by user and password where there is a password, else by
// the client's own credentials. What is secret in it goes to the token endpoint and nowhere else.
type Grant struct {
	// TokenURL is the token endpoint. Empty means the one that DiscoveryURL names (OpenID
	// Connect Discovery 1.0, section 4).
	TokenURL, DiscoveryURL string
	ClientID, Username     string
	// ClientSecret and Password have a value and a variable only; no value means none.
	ClientSecret, Password secret.Secret
	Scopes                 []string
	// Parameters go with the request for a token: audience, resource.
	Parameters map[string]string
	// ClientAuth says how the client's credentials are sent: "header", "body", or "" to try the
	// header first.
	ClientAuth string
}

// Token is what a token endpoint gave.
type Token struct {
	// Value is the token, and Kind how it is named before the token: "Bearer".
	Value, Kind string
	// Until is when it ends; zero means that the endpoint did not say.
	Until time.Time
	// Others are further secrets of the response: refresh and identity tokens.
	Others []string
}

// Client asks authorization servers. What it sends is secret.
type Client struct {
	// HTTP sends the requests. It must follow no redirect.
	HTTP *http.Client
	// Explain says why no answer came.
	Explain func(error) string
}

// Get gets a token. The error says what the server said, and what to do.
func (c *Client) Get(ctx context.Context, g *Grant) (*Token, error) {
	endpoint := g.TokenURL
	if endpoint == "" {
		var err error
		if endpoint, err = c.discover(ctx, g.DiscoveryURL); err != nil {
			return nil, err
		}
	}
	style := oauth2.AuthStyleInHeader
	if g.ClientAuth == "body" || g.ClientSecret.Value == "" {
		style = oauth2.AuthStyleInParams
	}
	got, err := c.ask(ctx, g, endpoint, style)
	var refusal *oauth2.RetrieveError
	if g.ClientAuth == "" && style == oauth2.AuthStyleInHeader && errors.As(err, &refusal) && g.mayBeMisread(refusal) {
		if second, err := c.ask(ctx, g, endpoint, oauth2.AuthStyleInParams); err == nil {
			return newToken(second), nil
		}
	}
	if err != nil {
		return nil, c.tokenError(endpoint, err)
	}
	return newToken(got), nil
}

// mayBeMisread reports whether an endpoint refuses because it reads the client's credentials in
// the body only, though it has to read the header (RFC 6749, section 2.3.1). A wrong password is
// not tried twice: that may lock the account.
func (g *Grant) mayBeMisread(refusal *oauth2.RetrieveError) bool {
	if refusal.ErrorCode == "invalid_client" {
		return true
	}
	return g.Password.Value == "" && refusal.Response.StatusCode/100 == 4 && refusal.ErrorCode != "invalid_scope"
}

func (c *Client) ask(ctx context.Context, g *Grant, endpoint string, style oauth2.AuthStyle) (*oauth2.Token, error) {
	parameters := url.Values{}
	for name, value := range g.Parameters {
		parameters.Set(name, value)
	}
	if g.Password.Value != "" {
		// The package has a function for this grant that takes no further parameters.
		parameters.Set("grant_type", "password")
		parameters.Set("username", g.Username)
		parameters.Set("password", g.Password.Value)
	}
	config := clientcredentials.Config{ClientID: g.ClientID, ClientSecret: g.ClientSecret.Value, TokenURL: endpoint,
		Scopes: g.Scopes, EndpointParams: parameters, AuthStyle: style}
	return config.Token(context.WithValue(ctx, oauth2.HTTPClient, c.HTTP))
}

func newToken(t *oauth2.Token) *Token {
	got := &Token{Value: t.AccessToken, Kind: t.Type(), Until: t.Expiry}
	identity, _ := t.Extra("id_token").(string)
	for _, other := range []string{t.RefreshToken, identity} {
		if other != "" && other != t.AccessToken {
			got.Others = append(got.Others, other)
		}
	}
	return got
}

// tokenError says in one sentence why there is no token.
func (c *Client) tokenError(endpoint string, err error) error {
	at := withoutQuery(endpoint)
	var refusal *oauth2.RetrieveError
	var failed *url.Error
	switch {
	case errors.As(err, &refusal):
		text := fmt.Sprintf("the token endpoint %s answered %s", at, refusal.Response.Status)
		switch {
		case refusal.ErrorCode != "":
			text += ": " + strings.TrimSpace(refusal.ErrorCode+" "+refusal.ErrorDescription)
		case refusal.Response.StatusCode/100 == 3:
			text += ", a redirect, and secrets are not sent after one"
		case len(refusal.Body) > 0:
			text += secret.Quoted(strings.Join(strings.Fields(strings.ToValidUTF8(string(refusal.Body), "\uFFFD")), " "))
		}
		return errors.New(text)
	case errors.As(err, &failed):
		return fmt.Errorf("the token endpoint %s does not answer: %s", at, c.Explain(err))
	case strings.Contains(err.Error(), "missing access_token"):
		return fmt.Errorf("the answer of the token endpoint %s holds no access_token", at)
	}
	// What is left is about the form of the answer, and may quote it.
	return fmt.Errorf("the answer of the token endpoint %s cannot be read as a token: it is neither JSON nor a form", at)
}

// discover finds the token endpoint of an OpenID Connect provider.
func (c *Client) discover(ctx context.Context, address string) (string, error) {
	at := withoutQuery(address)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return "", fmt.Errorf("the discovery URL %q is not a URL", at)
	}
	req.Header.Set("Accept", "application/json")
	resp, err := c.HTTP.Do(req)
	if err != nil {
		return "", fmt.Errorf("the discovery document %s cannot be had: %s", at, c.Explain(err))
	}
	defer resp.Body.Close()
	var provider struct {
		TokenEndpoint string `json:"token_endpoint"`
	}
	err = json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(&provider)
	switch {
	case resp.StatusCode != http.StatusOK:
		return "", fmt.Errorf("the discovery document %s was answered %s", at, resp.Status)
	case err != nil || provider.TokenEndpoint == "":
		return "", fmt.Errorf("the discovery document %s names no token_endpoint", at)
	}
	endpoint, err := url.Parse(provider.TokenEndpoint)
	if err != nil || endpoint.Host == "" || endpoint.Scheme != "https" && req.URL.Scheme == "https" {
		return "", fmt.Errorf("the discovery document %s names a token_endpoint that no secret is sent to: %q", at, withoutQuery(provider.TokenEndpoint))
	}
	return provider.TokenEndpoint, nil
}

// withoutQuery is a URL as it is shown: a query or user name may be secret.
func withoutQuery(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "(not a URL)"
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return u.String()
}
