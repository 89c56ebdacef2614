package layers

import (
	"regexp"
	"strings"
)

// proxyErrors are error types of Proxy-Status that the proxy itself answers with, without or in
// spite of what is behind it (RFC 9209, section 2.3).
var proxyErrors = regexp.MustCompile(`;\s*error="?([a-z_]+)`)

// cacheHit is the parameter of Cache-Status that says that nothing was asked further in (RFC 9211,
// section 2.1).
var cacheHit = regexp.MustCompile(`;\s*hit\b`)

// standard reads the fields that say in so many words which layer answered.
func standard(s *seen) (Layer, bool) {
	lines := s.fields["proxy-status"]
	if len(lines) == 0 {
		return Layer{}, false
	}
	// The last member is the proxy nearest to us (RFC 9209, section 2).
	members := strings.Split(strings.Join(lines, ","), ",")
	for _, member := range members {
		if strings.Contains(member, "received-status") {
			continue // it passed on what came from behind it
		}
		if found := proxyErrors.FindStringSubmatch(member); found != nil {
			name, _, _ := strings.Cut(member, ";")
			return Layer{Kind: Proxy, Name: proxyName(strings.Trim(name, ` "`)), Sure: Certain,
				Evidence: []string{"Proxy-Status: " + strings.TrimSpace(member)}}, true
		}
	}
	return Layer{}, false
}

// proxyName is the product that a proxy's name for itself shows; the name itself otherwise.
func proxyName(self string) string {
	if name := edgeServer(self); name != "" {
		return name
	}
	return self
}

// stored says that a cache had the answer: it is what the application said some time ago.
func stored(s *seen) []string {
	if hit := s.first("cache-status"); cacheHit.MatchString(hit) {
		return []string{"stored by a cache: Cache-Status: " + hit}
	}
	if hit := s.first("x-cache"); strings.HasPrefix(strings.ToUpper(hit), "HIT") {
		return []string{"stored by a cache: X-Cache: " + hit}
	}
	if age := s.first("age"); age != "" && age != "0" {
		return []string{"stored by a cache: Age: " + age}
	}
	return nil
}
