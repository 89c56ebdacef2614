package main

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/spec"
)

// readHeaders reads --header and --header-file. What a file holds is secret, and so is what
// usually carries credentials.
func (f *wireFlags) readHeaders(_ *spec.Contract, o *probe.WireOptions) error {
	for _, line := range f.headers {
		field, err := parseHeader(line)
		if err != nil {
			return err
		}
		if carriesCredentials(field.Name) {
			o.Secrets = append(o.Secrets, probe.HeaderSecret(field))
		} else {
			o.Fields = append(o.Fields, field)
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
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		field, err := parseHeader(line)
		if err != nil {
			return fmt.Errorf("reading the header file %q: %w", f.headerFile, err)
		}
		o.Secrets = append(o.Secrets, probe.HeaderSecret(field))
	}
	return nil
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

func (f *wireFlags) readCredentials(contract *spec.Contract, o *probe.WireOptions) error {
	if f.bearer != "" {
		value, variable, err := probe.ReadSecret(f.bearer)
		if err != nil {
			return fmt.Errorf("reading --bearer: %w", err)
		}
		o.Secrets = append(o.Secrets, probe.Secret{In: "header", Name: "Authorization", Prefix: "Bearer ", Value: value, Variable: variable})
	}
	if f.basic != "" {
		value, variable, err := probe.ReadSecret(f.basic)
		if err != nil {
			return fmt.Errorf("reading --basic: %w", err)
		}
		o.Secrets = append(o.Secrets, probe.Secret{In: "header", Name: "Authorization", Prefix: "Basic ", Value: value, Variable: variable})
	}
	for _, flag := range f.apiKeys {
		secret, err := apiKey(contract, flag)
		if err != nil {
			return err
		}
		o.Secrets = append(o.Secrets, secret)
	}
	return nil
}

func apiKey(contract *spec.Contract, flag string) (probe.Secret, error) {
	name, ref, ok := strings.Cut(flag, "=")
	if !ok {
		return probe.Secret{}, failing("write --api-key SCHEME=env:NAME", "reading --api-key: no scheme")
	}
	scheme, ok := contract.SecuritySchemes[name]
	if !ok || scheme.Type != "apiKey" {
		var known []string
		for n, s := range contract.SecuritySchemes {
			if s.Type == "apiKey" {
				known = append(known, n)
			}
		}
		return probe.Secret{}, failing("apiKey schemes of the contract: "+strings.Join(slices.Sorted(slices.Values(known)), ", "), "reading --api-key: the contract has no apiKey scheme %q", name)
	}
	value, variable, err := probe.ReadSecret(ref)
	if err != nil {
		return probe.Secret{}, fmt.Errorf("reading --api-key %s: %w", name, err)
	}
	return probe.Secret{In: scheme.In, Name: scheme.Name, Value: value, Variable: variable}, nil
}
