package main

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/spec"
)

// contractFlags say how a contract is read.
type contractFlags struct {
	remoteRefs, outsideRefs bool
}

func (f *contractFlags) add(flags *pflag.FlagSet) {
	flags.BoolVar(&f.remoteRefs, "allow-remote-refs", false, "follow references of the contract to other origins")
	flags.BoolVar(&f.outsideRefs, "allow-outside-refs", false, "follow references of the contract to files outside its folder")
}

// planFlags say what would be sent.
type planFlags struct {
	contractFlags
	baseURL, mode, config string
	values                []string
}

func (f *planFlags) add(flags *pflag.FlagSet) {
	f.contractFlags.add(flags)
	flags.StringVar(&f.baseURL, "base-url", "", "the deployment: replaces scheme, host and path prefix of the contract's servers")
	flags.StringVar(&f.mode, "mode", string(probe.ReadOnly), "how far to go: read-only, guarded or full")
	flags.StringVar(&f.config, "config", "", "a YAML `file` with values: {name: value}; --value goes before it")
	flags.StringArrayVar(&f.values, "value", nil, "a parameter's value, `name=value` or /path/{name}:name=value; repeatable")
}

func (f *planFlags) options(contract *spec.Contract) (probe.PlanOptions, error) {
	var o probe.PlanOptions
	mode, err := probe.ParseMode(f.mode)
	if err != nil {
		return o, err
	}
	if f.baseURL == "" {
		return o, failing(serversHint(contract), "--base-url is missing: the deployment to probe is never guessed")
	}
	base, err := url.Parse(f.baseURL)
	if err != nil {
		return o, failing("give it as https://host/prefix", "reading --base-url %q: %w", f.baseURL, err)
	}
	file, err := readConfig(f.config)
	if err != nil {
		return o, err
	}
	values, err := file.withFlags(f.values)
	return probe.PlanOptions{BaseURL: base, Mode: mode, Values: values}, err
}

func serversHint(contract *spec.Contract) string {
	for _, server := range contract.Servers {
		if strings.HasPrefix(server.URL, "http") {
			return "the contract names " + server.URL + ": --base-url " + server.URL
		}
	}
	return "--base-url https://host/prefix"
}

func parseValues(flags []string) (map[string]string, error) {
	values := map[string]string{}
	for _, flag := range flags {
		name, value, ok := strings.Cut(flag, "=")
		if !ok || name == "" {
			return nil, failing("write --value id=42", "reading --value %q: no name=value", flag)
		}
		values[name] = value
	}
	return values, nil
}

// wireFlags say how requests are sent.
type wireFlags struct {
	confirm                         string
	headers, apiKeys                []string
	headerFile, bearer, basic       string
	caCert, cert, key, proxy, http  string
	insecure                        bool
	concurrency, retries            int
	rate                            float64
	connect, firstByte, whole, wait time.Duration
	maxBody                         int64
}

func (f *wireFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.confirm, "confirm", "", "the `host` that --mode full may change; needed for anything but loopback")
	flags.StringArrayVar(&f.headers, "header", nil, "a field for every request, `Name: value`; repeatable")
	flags.StringVar(&f.headerFile, "header-file", "", "a `file` of such fields, one a line; their values are secrets")
	flags.StringVar(&f.bearer, "bearer", "", "a bearer token, by reference: `env:NAME` or file:PATH")
	flags.StringVar(&f.basic, "basic", "", "user:password for basic authentication, by reference: `env:NAME` or file:PATH")
	flags.StringArrayVar(&f.apiKeys, "api-key", nil, "a key for an apiKey scheme of the contract: `SCHEME=env:NAME` or SCHEME=file:PATH")
	flags.StringVar(&f.caCert, "cacert", "", "a PEM `file` of certificates to trust")
	flags.StringVar(&f.cert, "cert", "", "a PEM `file` with the client certificate")
	flags.StringVar(&f.key, "key", "", "a PEM `file` with its key")
	flags.StringVar(&f.proxy, "proxy", "", "a proxy `URL`; else HTTP_PROXY, HTTPS_PROXY and NO_PROXY count")
	flags.StringVar(&f.http, "http", "", "force HTTP `version` 1.1 or 2")
	flags.BoolVar(&f.insecure, "insecure", false, "do not verify the server's certificate; the reports say so")
	flags.IntVar(&f.concurrency, "concurrency", 8, "how many paths are probed at once")
	flags.IntVar(&f.retries, "retries", 2, "how often a safe request is repeated after a connection failure, 429, 502, 503 or 504")
	flags.Float64Var(&f.rate, "rate", 0, "at most so many requests per second; 0: no limit")
	flags.DurationVar(&f.connect, "connect-timeout", 5*time.Second, "for a connection")
	flags.DurationVar(&f.firstByte, "first-byte-timeout", 15*time.Second, "for the first byte of an answer")
	flags.DurationVar(&f.whole, "timeout", 30*time.Second, "for a whole exchange")
	flags.DurationVar(&f.wait, "wait", 0, "how long to wait for a deployment that is not up yet")
	flags.Int64Var(&f.maxBody, "max-body", 1<<20, "how many `bytes` of an answer are read")
}

// checkConfirmed demands --confirm for a deployment that full mode may change.
func (f *wireFlags) checkConfirmed(o probe.PlanOptions) error {
	host := o.BaseURL.Hostname()
	if o.Mode != probe.Full || isLoopback(host) || f.confirm == host || f.confirm == o.BaseURL.Host {
		return nil
	}
	hint := "--confirm " + host + " says that this deployment may be changed"
	if f.confirm != "" {
		return failing(hint, "--confirm %q does not name the target %q", f.confirm, host)
	}
	return failing(hint, "full mode creates, changes and deletes at %q, and that is not confirmed", host)
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

func (f *wireFlags) options(contract *spec.Contract) (probe.WireOptions, error) {
	o := probe.WireOptions{
		UserAgent: "verbatim/" + version(), ConnectTimeout: f.connect, FirstByteTimeout: f.firstByte, Timeout: f.whole,
		MaxBody: f.maxBody, Concurrency: f.concurrency, Rate: f.rate, Retries: f.retries, HTTP: f.http, Insecure: f.insecure,
	}
	if f.retries == 0 {
		o.Retries = -1
	}
	for _, step := range []func(*spec.Contract, *probe.WireOptions) error{f.readNumbers, f.readHeaders, f.readCredentials, f.readTLS} {
		if err := step(contract, &o); err != nil {
			return o, err
		}
	}
	return o, nil
}

func (f *wireFlags) readNumbers(_ *spec.Contract, o *probe.WireOptions) error {
	switch {
	case f.http != "" && f.http != "1.1" && f.http != "2":
		return failing("", "reading --http %q: not 1.1 or 2", f.http)
	case f.concurrency < 1:
		return failing("", "reading --concurrency %d: at least 1", f.concurrency)
	case f.rate < 0:
		return failing("", "reading --rate %g: not a number of requests per second", f.rate)
	case f.connect <= 0 || f.firstByte <= 0 || f.whole <= 0 || f.maxBody <= 0:
		return failing("", "timeouts and --max-body must be greater than zero")
	}
	if f.proxy != "" {
		proxy, err := url.Parse(f.proxy)
		if err != nil || proxy.Host == "" {
			return failing("give it as http://host:port", "reading --proxy %q", f.proxy)
		}
		o.Proxy = proxy
	}
	return nil
}

func (f *wireFlags) readTLS(_ *spec.Contract, o *probe.WireOptions) error {
	if f.caCert != "" {
		pem, err := os.ReadFile(f.caCert)
		if err != nil {
			return fmt.Errorf("reading --cacert: %w", err)
		}
		o.CACert = pem
	}
	if (f.cert == "") != (f.key == "") {
		return failing("", "--cert and --key go together")
	}
	if f.cert != "" {
		pair, err := tls.LoadX509KeyPair(f.cert, f.key)
		if err != nil {
			return failing("both must be PEM files that belong together", "reading --cert and --key: %w", err)
		}
		o.ClientCert = &pair
	}
	return nil
}
