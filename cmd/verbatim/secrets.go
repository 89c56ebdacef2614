package main

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/secret"
	"github.com/verbatim-http/verbatim/spec"
)

// secretReader reads references to secrets, each once: a command is not run again for a second
// credential.
type secretReader struct {
	ctx  context.Context
	read map[string]secret.Secret
}

func newSecretReader(ctx context.Context) *secretReader {
	return &secretReader{ctx, map[string]secret.Secret{}}
}

// secret reads one reference; the result has a value, and a variable or a command, only.
func (r *secretReader) secret(ref string) (secret.Secret, error) {
	if s, ok := r.read[ref]; ok {
		return s, nil
	}
	value, variable, err := secret.Read(r.ctx, ref)
	if err != nil {
		return secret.Secret{}, err
	}
	s := secret.Secret{Value: value, Variable: variable}
	if line, ok := strings.CutPrefix(ref, "command:"); ok {
		s.Command = line
	}
	r.read[ref] = s
	return s, nil
}

// resolve reads the secrets of everything that was given.
func (g *given) resolve(contract *spec.Contract, base *url.URL, r *secretReader, o *probe.WireOptions) error {
	o.Fields, o.Secrets = slices.Concat(g.configured, g.fields), g.secrets
	for _, flag := range []struct{ name, ref, prefix string }{{"--bearer", g.bearer, "Bearer "}, {"--basic", g.basic, "Basic "}} {
		if flag.ref == "" {
			continue
		}
		s, err := r.secret(flag.ref)
		if err != nil {
			return fmt.Errorf("reading %s: %w", flag.name, err)
		}
		s.In, s.Name, s.Prefix = "header", "Authorization", flag.prefix
		o.Secrets = append(o.Secrets, s)
	}
	for _, name := range keysOf(g.headers) {
		s, err := r.secret(g.headers[name])
		if err != nil {
			return fmt.Errorf("reading the field %s of the configuration: %w", name, err)
		}
		s.In, s.Name = "header", name
		o.Secrets = append(o.Secrets, s)
	}
	for _, name := range keysOf(g.byScheme) {
		c, err := g.byScheme[name].credential(name, contract, base, r)
		if err != nil {
			return fmt.Errorf("reading the credential for %s: %w", name, err)
		}
		o.Credentials = append(o.Credentials, c)
	}
	return nil
}

// credential makes what goes along for a security scheme.
func (c credentialConfig) credential(name string, contract *spec.Contract, base *url.URL, r *secretReader) (probe.Credential, error) {
	scheme := contract.SecuritySchemes[name]
	result := probe.Credential{Scheme: name, Secret: secret.Secret{In: "header", Name: "Authorization"}}
	switch {
	case scheme.Type == "mutualTLS":
		return result, failing("give it cert and key in the configuration, or --cert and --key", "a security scheme of type mutualTLS takes a client certificate")
	case c.getsToken(scheme):
		grant, err := c.grant(scheme, contract, base, r)
		result.Grant, result.Secret.Variable = grant, strings.ToUpper(name)+"_TOKEN"
		return result, err
	}
	s, err := c.secret(scheme, r)
	if err != nil {
		return result, err
	}
	s.In, s.Name, s.Variable = "header", "Authorization", or(s.Variable, strings.ToUpper(name))
	switch {
	case scheme.Type == "apiKey":
		s.In, s.Name = scheme.In, scheme.Name
	case scheme.Type == "oauth2", scheme.Type == "openIdConnect", scheme.Scheme == "bearer":
		s.Prefix = "Bearer "
	case scheme.Scheme == "basic":
		s.Prefix = "Basic "
	}
	result.Secret = s
	return result, nil
}

// secret reads what is sent: the value, or user and password where the scheme takes these.
func (c credentialConfig) secret(scheme spec.SecurityScheme, r *secretReader) (secret.Secret, error) {
	if c.Username == "" && c.Password == "" {
		if c.Value == "" {
			return secret.Secret{}, failing("give it a value: env:NAME", "it has nothing that a security scheme of type %q takes", scheme.Type)
		}
		return r.secret(c.Value)
	}
	if scheme.Type != "http" || scheme.Scheme != "basic" || c.Value != "" {
		return secret.Secret{}, failing("give it a value: env:NAME", "username and password do not fit a security scheme of type %q", scheme.Type)
	}
	user, err := r.text(c.Username)
	if err != nil {
		return secret.Secret{}, err
	}
	s, err := r.secret(c.Password)
	s.Value, s.Command = user+":"+s.Value, "" // what it prints is a part of the value
	return s, err
}

// text reads what may be written out, or be a reference.
func (r *secretReader) text(text string) (string, error) {
	if !secret.IsReference(text) {
		return text, nil
	}
	s, err := r.secret(text)
	return s.Value, err
}
