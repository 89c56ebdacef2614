package main

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/secret"
	"github.com/verbatim-http/verbatim/spec"
)

// credentialFlags say who asks, by reference.
type credentialFlags struct {
	headers, credentials, apiKeys []string
	headerFile, bearer, basic     string
	as                            string
	asCredentials                 []string
}

const reference = "`env:NAME`, file:PATH or command:LINE"

func (f *credentialFlags) add(flags *pflag.FlagSet) {
	flags.StringArrayVar(&f.headers, "header", nil, "a field for every request, `Name: value`; repeatable")
	flags.StringVar(&f.headerFile, "header-file", "", "a `file` of such fields, one a line; their values are secrets")
	flags.StringVar(&f.bearer, "bearer", "", "a bearer token for every request, by reference: "+reference)
	flags.StringVar(&f.basic, "basic", "", "user:password for basic authentication of every request, by reference: "+reference)
	flags.StringArrayVar(&f.credentials, "credential", nil, "a credential for the operations that ask for a security scheme of the contract: `SCHEME=env:NAME`, SCHEME=file:PATH or SCHEME=command:LINE; repeatable")
	flags.StringArrayVar(&f.apiKeys, "api-key", nil, "another name of --credential")
	_ = flags.MarkHidden("api-key") // the flag is there
}

// addSecond adds what asks with a second identity.
func (f *credentialFlags) addSecond(flags *pflag.FlagSet) {
	flags.StringVar(&f.as, "as", "", "the `name` of an identity in the configuration, or of the one that --as-credential gives: it asks again what is answered 401 or 403, by unsafe methods guarded or for what the run created")
	flags.StringArrayVar(&f.asCredentials, "as-credential", nil, "a credential of that second identity: `SCHEME=env:NAME`; repeatable")
}

// given are credentials before any secret is read: what they are for, and where they stand.
type given struct {
	// fields, configured (those of the configuration) and secrets go with every request.
	fields, configured []probe.Field
	secrets            []secret.Secret
	// bearer and basic are references.
	bearer, basic string
	// headers are fields by reference, by name.
	headers map[string]string
	// byScheme are those of the contract's security schemes.
	byScheme map[string]credentialConfig
	// certificate names the files of a client certificate, for mutualTLS.
	certificate credentialConfig
	warnings    []string
}

// given gathers the credentials of the flags and of a target of the configuration.
func (f *credentialFlags) given(contract *spec.Contract, target targetConfig) (given, error) {
	if f.bearer != "" && f.basic != "" {
		return given{}, failing("a request has one Authorization field: give one of them", "reading --bearer and --basic: they exclude each other")
	}
	g := given{bearer: f.bearer, basic: f.basic, headers: map[string]string{}, byScheme: map[string]credentialConfig{}}
	if err := g.takeHeaders(target.Headers); err != nil {
		return g, err
	}
	if err := f.readHeaders(&g); err != nil {
		return g, err
	}
	g.takeConfigured(contract, target.Credentials)
	return g, g.takeFlags(contract, "--credential", slices.Concat(f.credentials, f.apiKeys))
}

// takeConfigured takes the credentials of a configuration.
func (g *given) takeConfigured(contract *spec.Contract, credentials map[string]credentialConfig) {
	for _, name := range keysOf(credentials) {
		scheme, known := contract.SecuritySchemes[name]
		switch {
		case !known:
			g.warnings = append(g.warnings, fmt.Sprintf("the configuration has a credential for %q, and the contract no such security scheme%s", name, didYouMean(name, keysOf(contract.SecuritySchemes))))
		case scheme.Type == "mutualTLS":
			g.certificate = credentials[name]
		case !g.bearerServes(scheme) && !g.basicServes(scheme):
			g.byScheme[name] = credentials[name]
		}
	}
}

// takeFlags takes credentials that are written SCHEME=reference.
func (g *given) takeFlags(contract *spec.Contract, flag string, written []string) error {
	for _, text := range written {
		name, ref, ok := strings.Cut(text, "=")
		if !ok || ref == "" {
			return failing("write "+flag+" SCHEME=env:NAME", "reading %s: no scheme and reference", flag)
		}
		if _, known := contract.SecuritySchemes[name]; !known {
			return failing("security schemes of the contract: "+or(sortedNames(contract.SecuritySchemes), "none"),
				"reading %s: the contract has no security scheme %q%s", flag, name, didYouMean(name, keysOf(contract.SecuritySchemes)))
		}
		g.byScheme[name] = credentialConfig{Value: ref}
	}
	return nil
}

// takeHeaders sorts the fields of a configuration into plain ones and references.
func (g *given) takeHeaders(headers map[string]string) error {
	for _, name := range keysOf(headers) {
		switch value := headers[name]; {
		case secret.IsReference(value):
			g.headers[name] = value
		case carriesCredentials(name):
			return failing("write "+name+": env:NAME, file:PATH or command:LINE", "reading the configuration: the field %q carries a credential, and those are given by reference", name)
		default:
			g.configured = append(g.configured, probe.Field{Name: name, Value: value})
		}
	}
	return nil
}

// readHeaders reads --header and --header-file. What a file holds is secret, and so is what
// usually carries credentials.
func (f *credentialFlags) readHeaders(g *given) error {
	for _, line := range f.headers {
		field, err := parseHeader(line)
		if err != nil {
			return err
		}
		g.dropHeader(field.Name)
		if carriesCredentials(field.Name) {
			g.secrets = append(g.secrets, secret.OfField(field.Name, field.Value))
		} else {
			g.fields = append(g.fields, field)
		}
	}
	if f.headerFile == "" {
		return nil
	}
	file, err := os.Open(f.headerFile)
	if err != nil {
		return failing("--header-file names a file with one `Name: value` a line", "reading the header file: %w", err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		field, err := parseHeader(line)
		if err != nil {
			return fmt.Errorf("reading the header file %q: %w", f.headerFile, err)
		}
		g.dropHeader(field.Name)
		g.secrets = append(g.secrets, secret.OfField(field.Name, field.Value))
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("reading the header file %q: %w", f.headerFile, err)
	}
	return nil
}

// dropHeader forgets a field of the configuration that a flag gives too.
func (g *given) dropHeader(name string) {
	g.configured = slices.DeleteFunc(g.configured, func(f probe.Field) bool { return strings.EqualFold(f.Name, name) })
	maps.DeleteFunc(g.headers, func(other, _ string) bool { return strings.EqualFold(other, name) })
}

func parseHeader(line string) (probe.Field, error) {
	name, value, ok := strings.Cut(line, ":")
	name = strings.TrimSpace(name)
	if !ok || name == "" || strings.ContainsAny(name, " \t\r\n") {
		return probe.Field{}, failing("write it as `Name: value`", "reading a header field: no name and colon")
	}
	return probe.Field{Name: name, Value: strings.TrimSpace(value)}, nil
}

func carriesCredentials(name string) bool {
	name = strings.ToLower(name)
	for _, word := range []string{"auth", "cookie", "token", "secret", "key", "bypass"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// schemes are the security schemes of the contract that something was given for.
func (g *given) schemes(contract *spec.Contract, certificate bool) []string {
	var names []string
	for _, name := range keysOf(contract.SecuritySchemes) {
		scheme := contract.SecuritySchemes[name]
		_, own := g.byScheme[name]
		if own || g.bearerServes(scheme) || g.basicServes(scheme) || g.headerServes(scheme) || certificate && scheme.Type == "mutualTLS" {
			names = append(names, name)
		}
	}
	return names
}

func (g *given) bearerServes(s spec.SecurityScheme) bool {
	return g.bearer != "" && (s.Type == "oauth2" || s.Type == "openIdConnect" || s.Type == "http" && s.Scheme == "bearer")
}

func (g *given) basicServes(s spec.SecurityScheme) bool {
	return g.basic != "" && s.Type == "http" && s.Scheme == "basic"
}

// headerServes reports whether a field that goes everywhere is the one that a scheme asks for.
func (g *given) headerServes(s spec.SecurityScheme) bool {
	wanted := "Authorization"
	switch {
	case s.Type == "apiKey" && s.In == "header":
		wanted = s.Name
	case s.Type == "apiKey" && s.In == "cookie":
		wanted = "Cookie"
	case s.Type != "http" && s.Type != "oauth2" && s.Type != "openIdConnect":
		return false
	}
	for name := range g.headers {
		if strings.EqualFold(name, wanted) {
			return true
		}
	}
	return slices.ContainsFunc(g.secrets, func(o secret.Secret) bool { return strings.EqualFold(o.Name, wanted) }) ||
		slices.ContainsFunc(slices.Concat(g.configured, g.fields), func(o probe.Field) bool { return strings.EqualFold(o.Name, wanted) })
}
