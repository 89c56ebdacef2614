package main

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/secret"
	"github.com/verbatim-http/verbatim/spec"
)

// second gathers what was given for the identity of --as; "" for none.
func (f *credentialFlags) second(file config, contract *spec.Contract) (name string, g given, err error) {
	g = given{headers: map[string]string{}, byScheme: map[string]credentialConfig{}}
	name = f.as
	if name == "" && len(f.asCredentials) > 0 {
		name = "second"
	}
	if name == "" {
		return "", g, nil
	}
	configured, known := file.Identities[name]
	if !known && len(f.asCredentials) == 0 {
		return "", g, failing("name one of the identities of the configuration, or give --as-credential SCHEME=env:NAME",
			"reading --as: the configuration has no identity %q%s", name, didYouMean(name, keysOf(file.Identities)))
	}
	if err := g.takeHeaders(configured.Headers); err != nil {
		return "", g, err
	}
	g.takeConfigured(contract, configured.Credentials)
	if g.certificate.Cert != "" {
		return "", g, failing("", "reading identity %q: a second client certificate is not supported", name)
	}
	return name, g, g.takeFlags(contract, "--as-credential", f.asCredentials)
}

// identity reads the secrets of the second identity; nil when there is none.
func (s *settings) identity(contract *spec.Contract, base *url.URL, r *secretReader) (*probe.Identity, error) {
	if s.as == "" {
		return nil, nil
	}
	var o probe.WireOptions
	if err := s.second.resolve(contract, base, r, &o); err != nil {
		return nil, fmt.Errorf("reading identity %q: %w", s.as, err)
	}
	for _, field := range o.Fields {
		o.Secrets = append(o.Secrets, secret.OfField(field.Name, field.Value))
	}
	for i := range o.Credentials {
		if secret := &o.Credentials[i].Secret; o.Credentials[i].Grant != nil {
			secret.Variable = strings.ToUpper(s.as) + "_" + secret.Variable
		}
	}
	return &probe.Identity{Name: s.as, Secrets: o.Secrets, Credentials: o.Credentials, Schemes: s.second.schemes(contract, false)}, nil
}
