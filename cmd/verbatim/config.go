package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"

	"go.yaml.in/yaml/v3"
)

// config is what --config FILE holds. Flags and the environment go before it. Its JSON Schema is
// config.schema.json.
type config struct {
	// Targets are deployments, by the name that --target selects.
	Targets map[string]targetConfig `yaml:"targets"`
	// Values are parameter values for every target, by name or by template and name, as for --value.
	Values map[string]string `yaml:"values"`
	// Operations are what is given for single operations, for every target, by operationId or as in
	// "POST /tasks".
	Operations map[string]operationConfig `yaml:"operations"`
	// Identities are others who may ask, by the name that --as selects.
	Identities map[string]identityConfig `yaml:"identities"`
	// Rules change the levels of rules: must, should, advice or off.
	Rules map[string]string `yaml:"rules"`
	// Known are failures that fail nothing until they expire.
	Known []knownConfig `yaml:"known"`

	// file is the name under which it was read, for messages.
	file string
}

// targetConfig is one deployment.
type targetConfig struct {
	BaseURL string `yaml:"base_url"`
	Mode    string `yaml:"mode"`
	Confirm string `yaml:"confirm"`
	// Headers go with every request; a value env:NAME, file:PATH or command:… is a secret.
	Headers map[string]string `yaml:"headers"`
	// Credentials are by security scheme of the contract.
	Credentials map[string]credentialConfig `yaml:"credentials"`
	// Values go before those for every target.
	Values map[string]string `yaml:"values"`
	// Operations go over those for every target.
	Operations map[string]operationConfig `yaml:"operations"`
	TLS        tlsConfig                  `yaml:"tls"`
}

// identityConfig is a second identity.
type identityConfig struct {
	Headers     map[string]string           `yaml:"headers"`
	Credentials map[string]credentialConfig `yaml:"credentials"`
}

// knownConfig is a known failure. Without a path or a method it is known at all of them.
type knownConfig struct {
	Rule   string `yaml:"rule"`
	Path   string `yaml:"path"`
	Method string `yaml:"method"`
	Reason string `yaml:"reason"`
	// Expires is the last day on which it fails nothing: 2027-01-31, in UTC.
	Expires string `yaml:"expires"`
}

// tlsConfig names PEM files, as --cacert, --cert and --key do.
type tlsConfig struct {
	CACert   string `yaml:"cacert"`
	Cert     string `yaml:"cert"`
	Key      string `yaml:"key"`
	Insecure bool   `yaml:"insecure"`
}

// credentialConfig is a credential for one security scheme. As a scalar it is Value alone.
type credentialConfig struct {
	// Value is a key, a token or user:password, by reference.
	Value string `yaml:"value"`
	// Username and ClientID may be written out; Password and ClientSecret are references.
	Username     string `yaml:"username"`
	Password     string `yaml:"password"`
	ClientID     string `yaml:"client_id"`
	ClientSecret string `yaml:"client_secret"`
	// TokenURL and Issuer say where to get a token, where the contract does not say it or another
	// one is meant. TokenURL may be relative to the base URL.
	TokenURL string `yaml:"token_url"`
	Issuer   string `yaml:"issuer"`
	// Scopes are asked for in the place of those that the contract's operations demand.
	Scopes []string `yaml:"scopes"`
	// Parameters go with the request for a token: audience, resource.
	Parameters map[string]string `yaml:"parameters"`
	// ClientAuth is "header" or "body"; empty tries the header first.
	ClientAuth string `yaml:"client_auth"`
	// Cert and Key are PEM files, for mutualTLS.
	Cert string `yaml:"cert"`
	Key  string `yaml:"key"`
}

// UnmarshalYAML takes a reference alone for the value.
func (c *credentialConfig) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		return n.Decode(&c.Value)
	}
	type plain credentialConfig
	return n.Decode((*plain)(c))
}

// readConfig reads a configuration file. No file name is an empty configuration.
func readConfig(path string) (config, error) {
	c := config{file: path}
	if path == "" {
		return c, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return c, failing("--config names a YAML file", "reading the configuration: %w", err)
	}
	defer file.Close()
	var document yaml.Node
	if err := yaml.NewDecoder(file).Decode(&document); errors.Is(err, io.EOF) {
		return c, nil
	} else if err != nil {
		return c, fmt.Errorf("reading the configuration %q: %w", path, err)
	}
	if problems := unknownKeys(&document, reflect.TypeFor[config](), ""); len(problems) > 0 {
		return c, failing("config.schema.json beside the source describes every key", "reading the configuration %q: %w", path, errors.Join(problems...))
	}
	if err := document.Decode(&c); err != nil {
		return c, fmt.Errorf("reading the configuration %q: %w", path, err)
	}
	return c, nil
}

// target is the target of a name. An unknown name is an error where there are targets: their
// credentials and modes must not be left out by a typing mistake.
func (c config) target(name string) (targetConfig, error) {
	if name == "" || len(c.Targets) == 0 {
		return targetConfig{}, nil
	}
	target, ok := c.Targets[name]
	if !ok {
		return target, failing("targets there: "+sortedNames(c.Targets), "reading --target: the configuration %q has no target %q%s",
			c.file, name, didYouMean(name, keysOf(c.Targets)))
	}
	return target, nil
}
