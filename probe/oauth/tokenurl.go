package oauth

import (
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/verbatim-http/verbatim/spec"
)

// TokenURL resolves a token or discovery URL of the contract for a target: a relative one
// against the base URL, and one at the contract's own server as that server is, at the target.
// On another origin it has to be https, or loopback: only the contract names it, and a secret
// goes there.
func TokenURL(contract *spec.Contract, base *url.URL, address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || address == "" {
		return "", fmt.Errorf("reading the contract's token URL %q: it is not a URL", address)
	}
	root := *base
	root.Path, root.RawPath, root.RawQuery = strings.TrimRight(base.Path, "/")+"/", "", ""
	if !u.IsAbs() {
		return root.ResolveReference(u).String(), nil
	}
	for _, server := range contract.Servers {
		known, err := url.Parse(server.URL)
		if err != nil || known.Host == "" || known.Host != u.Host {
			continue
		}
		moved := *u
		moved.Scheme, moved.Host = base.Scheme, base.Host
		prefix := strings.TrimRight(known.Path, "/")
		if rest, below := strings.CutPrefix(u.Path, prefix+"/"); below {
			moved.Path, moved.RawPath = root.Path+rest, ""
		}
		return moved.String(), nil
	}
	ip := net.ParseIP(u.Hostname())
	loopback := u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	if u.Host == "" || u.Scheme != "https" && !(u.Scheme == "http" && (loopback || u.Host == base.Host)) {
		return "", fmt.Errorf("reading the contract's token URL %q: a secret would go there unencrypted; give a token_url in the configuration if that is meant", withoutQuery(address))
	}
	return address, nil
}
