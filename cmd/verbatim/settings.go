package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// settings are what the flags, the environment and the configuration come to: flags go before
// the environment, and that before the configuration.
type settings struct {
	// target is the name of the deployment; may be empty.
	target string
	plan   probe.PlanOptions
	// confirm is the host that full mode may change.
	confirm string
	// given are the credentials, not yet read.
	given given
	// as names the second identity, second are its credentials.
	as     string
	second given
	tls    tlsConfig
	// levels and known are for the judging.
	levels map[string]probe.Level
	known  []probe.Known
	// warnings are about entries that match nothing.
	warnings []string
}

// warn prints what matches nothing: a typing mistake would otherwise show as an undecided cell only.
func (s *settings) warn(w io.Writer, plan *probe.Plan) {
	for _, key := range plan.UnusedValues() {
		fmt.Fprintf(w, "verbatim: warning: the value %s matches no parameter of the contract\n", key)
	}
	for _, text := range s.warnings {
		fmt.Fprintln(w, "verbatim: warning:", text)
	}
}

// warnIdle warns of flags that say something about full mode in a run of another.
func (s *settings) warnIdle(f *runFlags) {
	if s.plan.Mode == probe.Full {
		return
	}
	const text = "%s is about full mode, and the mode of this run is %s"
	if f.path != "" {
		s.warnings = append(s.warnings, fmt.Sprintf(text, "--ledger", s.plan.Mode))
	}
	if f.touchOthers {
		s.warnings = append(s.warnings, fmt.Sprintf(text, "--touch-others", s.plan.Mode))
	}
}

// settle puts flags, environment and configuration together. Nothing secret is read yet.
func (f *planFlags) settle(contract *spec.Contract) (*settings, error) {
	file, err := readConfig(or(f.config, os.Getenv("VERBATIM_CONFIG")))
	if err != nil {
		return nil, err
	}
	s := &settings{target: or(f.target, os.Getenv("VERBATIM_TARGET"))}
	target, err := file.target(s.target)
	if err != nil {
		return nil, err
	}
	s.confirm, s.tls = target.Confirm, target.TLS
	if f.cert != "" || f.key != "" {
		s.tls.Cert, s.tls.Key = f.cert, f.key
	}
	if err := s.aim(f, file, target, contract); err != nil {
		return nil, err
	}
	values, err := parseValues(f.values)
	if err != nil {
		return nil, err
	}
	s.plan.TouchOthers = f.touchOthers
	s.plan.Values = merged(file.Values, target.Values, values)
	var warnings []string
	if s.plan.Inputs, warnings, err = givenOperations(contract, file.Operations, target.Operations); err != nil {
		return nil, err
	}
	if s.given, err = f.given(contract, target); err != nil {
		return nil, err
	}
	if s.tls.Cert == "" {
		s.tls.Cert, s.tls.Key = s.given.certificate.Cert, s.given.certificate.Key
	}
	if s.as, s.second, err = f.second(file, contract); err != nil {
		return nil, err
	}
	s.plan.As = s.as
	s.warnings = slices.Concat(warnings, s.given.warnings, s.second.warnings)
	s.plan.Schemes = s.given.schemes(contract, s.tls.Cert != "")
	return s, s.settleRules(file, contract)
}

func (s *settings) settleRules(file config, contract *spec.Contract) (err error) {
	if s.levels, err = file.levels(); err != nil {
		return err
	}
	known, warnings, err := file.knownFailures(contract)
	s.known, s.warnings = known, append(s.warnings, warnings...)
	return err
}

// aim finds out where requests go and how far they may.
func (s *settings) aim(f *planFlags, file config, target targetConfig, contract *spec.Contract) error {
	address := or(f.baseURL, os.Getenv("VERBATIM_BASE_URL"), target.BaseURL)
	if address == "" {
		if len(file.Targets) > 0 {
			return failing("--target "+strings.Join(keysOf(file.Targets), ", --target ")+", or --base-url",
				"neither --target nor --base-url is given: the deployment to probe is never guessed")
		}
		return failing(serversHint(contract), "--base-url is missing: the deployment to probe is never guessed")
	}
	base, err := parseBase(address)
	if err != nil {
		return err
	}
	s.plan.BaseURL = base
	// How far a run may go is not taken from the environment: a variable that somebody forgot
	// must not make a run change anything.
	s.plan.Mode, err = records.ParseMode(or(f.mode, target.Mode, string(probe.ReadOnly)))
	return err
}

// parseBase reads the address of a deployment: what cannot be a part of every request is an error.
// Errors leave out where a password or a key may stand.
func parseBase(address string) (*url.URL, error) {
	base, err := url.Parse(address)
	var invalid *url.Error
	if errors.As(err, &invalid) {
		err = invalid.Err
	}
	switch {
	case !strings.Contains(address, "://"):
		host := address[strings.LastIndex(address, "@")+1:]
		return nil, failing("--base-url http://"+host+", or with https", "reading --base-url %q: it needs http or https and a host", host)
	case err != nil:
		return nil, failing("give it as https://host/prefix", "reading --base-url: %w", err)
	case base.User != nil:
		return nil, failing("leave it out, and give --basic env:LOGIN, where LOGIN is user:password", "reading --base-url: it holds a user name")
	case base.RawQuery != "" || base.ForceQuery || base.Fragment != "":
		return nil, failing("leave it out; --credential is for a key in the query", "reading --base-url: it holds a query or a fragment behind %q, which no request would have", base.Host+base.Path)
	}
	return base, nil
}

// or is the first value that is not empty.
func or(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// merged puts later maps over earlier ones.
func merged(all ...map[string]string) map[string]string {
	result := map[string]string{}
	for _, m := range all {
		maps.Copy(result, m)
	}
	return result
}
