package demo

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// columns are the methods that every path is asked, those that change something last.
var columns = []string{"GET", "HEAD", "OPTIONS", "QUERY", "TRACE", "VERBATIM", "POST", "PUT", "PATCH", "DELETE"}

// TestFaultsAreExactlyWhatIsWrong asks every method at every path and works out, without the
// table of faults, which rules the answers break.
func TestFaultsAreExactlyWhatIsWrong(t *testing.T) {
	api := serve(t)
	var found []string
	for _, template := range templates() {
		p := path{api: api, template: template, operations: declaredOperations(t)[template]}
		found = append(found, p.audit(t)...)
	}
	var planted []string
	for _, f := range Faults() {
		planted = append(planted, f.Method+" "+f.Template+" "+f.Rule)
	}
	slices.Sort(planted)
	slices.Sort(found)
	assert.Equal(t, planted, found)
}

// path is one path under audit. Its answers are those to each of the columns.
type path struct {
	api        *client
	template   string
	operations map[string]operation
	answers    map[string]response
}

// audit returns what is broken at the path as "METHOD /template rule".
func (p *path) audit(t *testing.T) []string {
	p.answers = map[string]response{}
	for _, method := range columns {
		url := strings.Replace(p.template, "{id}", "1", 1)
		p.answers[method] = p.api.send(t, method, url, p.operations[method].example)
	}
	var found []string
	for _, method := range columns {
		for _, rule := range append(p.brokenBy(method), p.brokenBeside(t, method)...) {
			found = append(found, method+" "+p.template+" "+rule)
		}
	}
	return found
}

func (p *path) brokenBy(method string) []string {
	got := p.answers[method]
	switch {
	case slices.Contains([]string{"QUERY", "VERBATIM"}, method):
		return when(got.status < 300 || got.status >= 500, "unknown-method")
	case method == "TRACE":
		return when(strings.HasPrefix(got.content, "TRACE "), "trace-off")
	case method == "HEAD":
		return p.brokenByHEAD(got)
	case method == "OPTIONS" && got.status < 300:
		if got.allow == nil {
			return []string{"options-allow"}
		}
		return p.brokenByAllow(method, got)
	}
	if op, ok := p.operations[method]; ok {
		return brokenByDeclared(op, got)
	}
	return p.brokenByUndeclared(method, got)
}

func brokenByDeclared(op operation, got response) []string {
	switch {
	case got.status == 405 && slices.Equal(got.allow, []string{"OPTIONS"}):
		return []string{"declared-routed", "preflight-trap"}
	case got.status == 405:
		return []string{"declared-routed"}
	case got.status >= 500:
		return []string{"declared-crash"}
	case got.status >= 300 && got.status < 400:
		return []string{"declared-redirect"}
	}
	return when(!slices.Contains(op.statuses, got.status), "declared-status")
}

func (p *path) brokenByUndeclared(method string, got response) []string {
	switch {
	case got.status < 300 && got.content == p.answers["VERBATIM"].content && p.answers["VERBATIM"].status < 300:
		return []string{"undeclared-405"}
	case got.status < 300:
		return []string{"undeclared-refused"}
	case got.status != 405:
		return []string{"undeclared-405"}
	case got.allow == nil:
		return []string{"allow-present"}
	}
	return p.brokenByAllow(method, got)
}

// brokenBeside asks and looks at what has nothing to do with routing.
func (p *path) brokenBeside(t *testing.T, method string) []string {
	got := p.answers[method]
	url := strings.Replace(p.template, "{id}", "1", 1)
	rules := when(got.status == 401 && got.challenge == "" && method == "GET", "challenge")
	if got.mediaType == "application/problem+json" && slices.Contains([]string{"GET", "POST", "PUT", "PATCH", "DELETE"}, method) {
		rules = append(rules, when(!strings.Contains(got.content, strconv.Itoa(got.status)), "problem-status")...)
	}
	switch method {
	case "GET":
		foreign := p.api.ask(t, method, url, "Accept", "application/x-none")
		rules = append(rules, when(got.status == 200 && foreign.status >= 500, "accept-406")...)
	case "OPTIONS":
		_, patch := p.operations["PATCH"]
		rules = append(rules, when(got.acceptPatch != "" && !patch, "accept-patch")...)
		if methods := p.api.ask(t, method, url, "Access-Control-Request-Method", "PUT").corsMethods; methods != "" {
			_, put := p.operations["PUT"]
			rules = append(rules, when(put != strings.Contains(methods, "PUT"), "preflight-methods")...)
		}
	}
	return rules
}

// brokenByAllow holds Allow against the contract, less what the path was seen not to have and
// with what it was seen to have.
func (p *path) brokenByAllow(method string, got response) []string {
	value := strings.Join(got.allow, ", ")
	listed := strings.Split(strings.ToUpper(value), ", ")
	var rules []string
	for declared := range p.operations {
		if !slices.Contains(listed, declared) && p.answers[declared].status != 405 {
			rules = append(rules, "allow-complete")
		}
	}
	for _, m := range listed {
		_, declared := p.operations[m]
		switch {
		case m == method && got.status == 405:
			rules = append(rules, "allow-contradiction")
		case declared || m == "HEAD" || m == "OPTIONS":
		case p.answers[m].status == 405:
			rules = append(rules, "allow-undeclared")
		}
	}
	if value != strings.ToUpper(value) {
		rules = append(rules, "allow-syntax")
	}
	return rules
}

func (p *path) brokenByHEAD(got response) []string {
	get, declared := p.answers["GET"], p.operations["GET"].id != ""
	switch {
	case !declared:
		return when(got.status != 405, "undeclared-405")
	case get.status == http.StatusOK && got.status == 405:
		return []string{"head-supported"}
	}
	return when(got.status != get.status || got.mediaType != get.mediaType || got.content != "", "head-parity")
}

func when(condition bool, rule string) []string {
	if condition {
		return []string{rule}
	}
	return nil
}
