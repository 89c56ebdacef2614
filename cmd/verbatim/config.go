package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"go.yaml.in/yaml/v3"
)

// config is what --config FILE holds. Flags go before it.
type config struct {
	// Values are parameter values, by name or by template and name, as for --value.
	Values map[string]string `yaml:"values"`
}

// readConfig reads a configuration file. A key that is not known is an error: a typing mistake
// would otherwise show as an undecided cell only. No file name is an empty configuration.
func readConfig(path string) (config, error) {
	var c config
	if path == "" {
		return c, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return c, failing("--config names a YAML file", "reading the configuration: %w", err)
	}
	defer file.Close()
	decoder := yaml.NewDecoder(file)
	decoder.KnownFields(true)
	if err := decoder.Decode(&c); err != nil && !errors.Is(err, io.EOF) {
		return c, failing("known keys: values", "reading the configuration %q: %w", path, err)
	}
	return c, nil
}

// withFlags puts the values of --value over those of the configuration.
func (c config) withFlags(flags []string) (map[string]string, error) {
	values, err := parseValues(flags)
	if err != nil {
		return nil, err
	}
	for name, value := range c.Values {
		if name == "" {
			return nil, fmt.Errorf("reading the configuration: a value without a name")
		}
		if _, given := values[name]; !given {
			values[name] = value
		}
	}
	return values, nil
}
