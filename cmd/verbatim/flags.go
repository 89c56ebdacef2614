package main

import (
	"crypto/tls"
	"crypto/x509"
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

// planFlags say what would be sent, and as whom.
type planFlags struct {
	contractFlags
	credentialFlags
	baseURL, mode, config, target string
	values                        []string
	cert, key                     string
	touchOthers                   bool
}

func (f *planFlags) add(flags *pflag.FlagSet) {
	f.contractFlags.add(flags)
	flags.StringVar(&f.baseURL, "base-url", "", "the deployment: replaces scheme, host and path prefix of the contract's servers; else $VERBATIM_BASE_URL")
	flags.StringVar(&f.target, "target", "", "the `name` of a target in the configuration, or else a name for the reports; else $VERBATIM_TARGET")
	flags.StringVar(&f.mode, "mode", "", "how far to go: read-only (the default), guarded or full")
	flags.StringVar(&f.config, "config", "", "a YAML `file` with targets, credentials, values and known failures; else $VERBATIM_CONFIG")
	flags.StringArrayVar(&f.values, "value", nil, "a parameter's value, `name=value` or /path/{name}:name=value; repeatable")
	f.credentialFlags.add(flags)
	f.addSecond(flags)
	flags.StringVar(&f.cert, "cert", "", "a PEM `file` with the client certificate")
	flags.StringVar(&f.key, "key", "", "a PEM `file` with its key")
	flags.BoolVar(&f.touchOthers, "touch-others", false, "in full mode, also change and delete what the run did not create: whole collections, what is there once only, what --value names")
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
	confirm, caCert, proxy, http    string
	insecure                        bool
	concurrency, retries            int
	rate                            float64
	connect, firstByte, whole, wait time.Duration
	maxBody                         int64
}

func (f *wireFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.confirm, "confirm", "", "the `host` that --mode full may change; needed for anything but loopback")
	flags.StringVar(&f.caCert, "cacert", "", "a PEM `file` of certificates to trust")
	flags.StringVar(&f.proxy, "proxy", "", "a proxy `URL`; else HTTP_PROXY, HTTPS_PROXY and NO_PROXY count")
	flags.StringVar(&f.http, "http", "", "force HTTP `version` 1.1 or 2")
	flags.BoolVar(&f.insecure, "insecure", false, "do not verify the server's certificate; the reports say so")
	flags.IntVar(&f.concurrency, "concurrency", 8, "how many paths are probed at once")
	flags.IntVar(&f.retries, "retries", 2, "how often a safe request is repeated after a connection failure, 429, 503, or a quick 502 or 504; never after a time-out")
	flags.Float64Var(&f.rate, "rate", 0, "at most so many requests per second; 0: no limit")
	flags.DurationVar(&f.connect, "connect-timeout", 5*time.Second, "how long connecting may take")
	flags.DurationVar(&f.firstByte, "first-byte-timeout", 15*time.Second, "how long the first byte of an answer may take; shorter the more requests got none")
	flags.DurationVar(&f.whole, "timeout", 30*time.Second, "how long a whole exchange may take")
	flags.DurationVar(&f.wait, "wait", 0, "how long to wait for a deployment that is not up yet, such as 60s; 0: not at all")
	flags.Int64Var(&f.maxBody, "max-body", 1<<20, "how many `bytes` of an answer are read")
}

// checkConfirmed demands --confirm for a deployment that full mode may change.
func (s *settings) checkConfirmed(flag string) error {
	host, confirm := s.plan.BaseURL.Hostname(), or(flag, s.confirm)
	if s.plan.Mode != probe.Full || flag == "" && isLoopback(host) || confirm == host || confirm == s.plan.BaseURL.Host {
		return nil
	}
	hint := "--confirm " + host + " says that this deployment may be changed"
	if confirm != "" {
		return failing(hint, "--confirm %q does not name the target %q", confirm, host)
	}
	return failing(hint, "full mode creates, changes and deletes at %q, and that is not confirmed", host)
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// settleTime is how long servers with a cache of their own are waited for, where they still show
// what was removed.
const settleTime = 6 * time.Second

// options checks everything and reads what is secret.
func (f *wireFlags) options(contract *spec.Contract, s *settings, r *secretReader) (probe.WireOptions, error) {
	o := probe.WireOptions{
		UserAgent: "verbatim/" + version(), ConnectTimeout: f.connect, FirstByteTimeout: f.firstByte, Timeout: f.whole,
		MaxBody: f.maxBody, Concurrency: f.concurrency, Rate: f.rate, Retries: f.retries, HTTP: f.http, Settle: settleTime, Insecure: f.insecure || s.tls.Insecure,
	}
	if f.retries == 0 {
		o.Retries = -1
	}
	if err := f.readNumbers(&o); err != nil {
		return o, err
	}
	if err := s.readTLS(f.caCert, &o); err != nil {
		return o, err
	}
	return o, s.given.resolve(contract, s.plan.BaseURL, r, &o)
}

func (f *wireFlags) readNumbers(o *probe.WireOptions) error {
	switch {
	case f.http != "" && f.http != "1.1" && f.http != "2":
		return failing("", "reading --http %q: not 1.1 or 2", f.http)
	case f.concurrency < 1:
		return failing("", "reading --concurrency %d: at least 1", f.concurrency)
	case f.retries < 0:
		return failing("0 repeats nothing", "reading --retries %d: less than none", f.retries)
	case f.wait < 0:
		return failing("", "reading --wait %s: less than no time", f.wait)
	case f.rate < 0:
		return failing("", "reading --rate %g: not a number of requests per second", f.rate)
	case f.connect <= 0 || f.firstByte <= 0 || f.whole <= 0 || f.maxBody <= 0:
		return failing("", "timeouts and --max-body must be greater than zero")
	}
	if f.proxy != "" {
		proxy, err := url.Parse(f.proxy)
		if err != nil || proxy.Host == "" { // and may hold a password
			return failing("give it as http://host:port", "reading --proxy: it is not a URL with a host")
		}
		o.Proxy = proxy
	}
	return nil
}

func (s *settings) readTLS(caCert string, o *probe.WireOptions) error {
	if caCert = or(caCert, s.tls.CACert); caCert != "" {
		pem, err := os.ReadFile(caCert)
		if err != nil {
			return fmt.Errorf("reading --cacert: %w", err)
		}
		if !x509.NewCertPool().AppendCertsFromPEM(pem) {
			return failing("it is a PEM file, with BEGIN CERTIFICATE in it", "reading --cacert: %q holds no certificate", caCert)
		}
		o.CACert = pem
	}
	if (s.tls.Cert == "") != (s.tls.Key == "") {
		return failing("", "--cert and --key go together")
	}
	if s.tls.Cert != "" {
		pair, err := tls.LoadX509KeyPair(s.tls.Cert, s.tls.Key)
		if err != nil {
			return failing("both must be PEM files that belong together", "reading --cert and --key: %w", err)
		}
		o.ClientCert = &pair
	}
	return nil
}
