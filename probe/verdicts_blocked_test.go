package probe

import (
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/secret"
)

// apachePage is the error page that Apache httpd gives of itself.
func apachePage(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "text/html; charset=iso-8859-1")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\n<html><head>\n<title>%d %s</title>\n</head><body>\n<h1>%s</h1>\n</body></html>\n",
		status, http.StatusText(status), http.StatusText(status))
}

// blocking is an API behind a page of Apache's for some requests.
func blocking(stops func(*http.Request) bool) *api {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if !stops(r) {
			return false
		}
		apachePage(w, http.StatusForbidden)
		return true
	}
	return a
}

// The page is no application's, other methods reach the application, and nobody asked for
// credentials: what is declared is not routed.
func TestMethodsThatAWebServerBlocksAreAFinding(t *testing.T) {
	a := blocking(func(r *http.Request) bool { return r.Method == "PUT" || r.Method == "DELETE" })
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	found := findings(record)
	assert.Contains(t, found, "PUT /tasks/{id} declared-routed")
	assert.Contains(t, found, "DELETE /tasks/{id} declared-routed")
	assert.Equal(t, records.Passed, cellOf(t, record, "PATCH", "/tasks/{id}").Verdict)
	assert.Contains(t, cellOf(t, record, "PUT", "/tasks/{id}").Reason, "by Apache httpd")
	assert.Equal(t, "edge-blocks-method", record.Causes[0].ID)
}

// Where every error has the same page, an application's own 403 has it too.
func TestForbiddenWithAPageForEveryErrorIsUndecided(t *testing.T) {
	a := blocking(func(r *http.Request) bool { return r.Method == "PUT" || r.Method == "DELETE" })
	a.refuse = func(w http.ResponseWriter, _ *http.Request, _ []string) { apachePage(w, 405) }
	a.notFound = func(w http.ResponseWriter, _ *http.Request) { apachePage(w, 404) }
	for _, methods := range a.handlers {
		methods["OPTIONS"] = func(w http.ResponseWriter, _ *http.Request) { apachePage(w, 404) }
	}
	inner := a.before
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		if inner(w, r) {
			return true
		}
		if !records.IsSafe(r.Method) { // also what handlers say of malformed content
			apachePage(w, 405)
			return true
		}
		return false
	}
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	assert.Equal(t, records.Walled, cellOf(t, record, "DELETE", "/tasks/{id}").Answer)
}

// A firewall that refuses malformed content says nothing of the method.
func TestContentThatAFirewallRefusesSaysNothingOfTheMethod(t *testing.T) {
	a := newAPI()
	a.before = func(w http.ResponseWriter, r *http.Request) bool {
		body, _ := io.ReadAll(r.Body)
		if string(body) != MalformedContent {
			return false
		}
		apachePage(w, http.StatusForbidden)
		return true
	}
	record := probeServer(t, a, probeOptions{mode: GuardedMode})
	for _, cell := range []records.Cell{cellOf(t, record, "POST", "/tasks"), cellOf(t, record, "PUT", "/tasks/{id}")} {
		assert.Equal(t, records.Undecided, cell.Verdict, cell.Method)
	}
	assert.Equal(t, records.Passed, cellOf(t, record, "DELETE", "/tasks/{id}").Verdict)
}

// A firewall that shuts out a client in the middle of a run says nothing of any method.
func TestClientThatIsShutOutMidwayIsUndecided(t *testing.T) {
	var out atomic.Bool
	a := blocking(func(r *http.Request) bool {
		if r.Method == "PUT" {
			out.Store(true)
		}
		return out.Load()
	})
	a.tellNothing()
	record := probeServer(t, a, probeOptions{mode: GuardedMode, wire: WireOptions{Concurrency: 1}})
	for _, method := range []string{"PUT", "DELETE"} {
		assert.Equal(t, records.Undecided, cellOf(t, record, method, "/tasks/{id}").Verdict, method)
	}
}

// Credentials that lack a right are answered with such a page, too, where a web server asks
// somebody else about them.
func TestForbiddenByAWebServerToCredentialsIsUndecided(t *testing.T) {
	a := blocking(func(r *http.Request) bool { return r.Method == "PUT" || r.Method == "DELETE" })
	record := probeServer(t, a, probeOptions{mode: GuardedMode, wire: WireOptions{Secrets: []secret.Secret{{In: "header", Name: "Authorization", Prefix: "Bearer ", Value: "s3cret", Variable: "TOKEN"}}}})
	assert.Equal(t, records.Undecided, cellOf(t, record, "DELETE", "/tasks/{id}").Verdict)
}

// What permission checks of frameworks answer without credentials: the application gave it, or may
// have, so no declared method is said to be refused.
func TestPermissionChecksOfFrameworksRefuseNoDeclaredMethod(t *testing.T) {
	answers := map[string]struct{ media, body string }{
		"Spring Security": {"application/json", `{"timestamp":"2026-01-01T00:00:00.000+00:00","status":403,"error":"Forbidden","path":"/tasks/1"}`},
		"Spring, empty":   {"", ""},
		"Django's CSRF":   {"text/html; charset=utf-8", "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>403 Forbidden</title></head>\n<body><h1>Forbidden</h1><p>CSRF verification failed. Request aborted.</p></body></html>"},
		"DRF":             {"application/json", `{"detail":"Authentication credentials were not provided."}`},
		"Envoy's RBAC":    {"text/plain", "RBAC: access denied"},
	}
	for name, answer := range answers {
		t.Run(name, func(t *testing.T) {
			a := newAPI()
			a.before = func(w http.ResponseWriter, r *http.Request) bool {
				if records.IsSafe(r.Method) {
					return false
				}
				if answer.media != "" {
					w.Header().Set("Content-Type", answer.media)
				}
				w.WriteHeader(http.StatusForbidden)
				_, _ = io.WriteString(w, answer.body)
				return true
			}
			for _, mode := range []Mode{GuardedMode, Full} {
				for _, found := range findings(probeServer(t, a, probeOptions{mode: mode})) {
					assert.NotContains(t, found, "declared-routed", "%s", mode)
				}
			}
		})
	}
}

// A gateway that calls a missing route 403 has no wall before it: its answer is that of a router.
func TestForbiddenOfAGatewayWithoutRouteIsARefusal(t *testing.T) {
	a := newAPI()
	routes := map[string][]string{"/tasks": {"GET", "POST"}, "/tasks/{id}": {"GET", "PUT", "DELETE"}}
	noRoute := func(w http.ResponseWriter) {
		w.Header().Set("x-amz-apigw-id", "Tq1")
		w.Header().Set("x-amzn-errortype", "MissingAuthenticationTokenException")
		writeRaw(w, 403, `{"message":"Missing Authentication Token"}`)
	}
	a.refuse = func(w http.ResponseWriter, _ *http.Request, _ []string) { noRoute(w) }
	a.notFound = func(w http.ResponseWriter, _ *http.Request) { noRoute(w) }
	for path := range routes {
		a.handlers[path]["OPTIONS"] = func(w http.ResponseWriter, _ *http.Request) { noRoute(w) }
	}
	delete(a.handlers["/tasks/{id}"], "PUT")
	for _, mode := range []Mode{GuardedMode, Full} {
		record := probeServer(t, a, probeOptions{mode: mode})
		found := findings(record)
		assert.Contains(t, found, "PATCH /tasks/{id} undeclared-405", "%s", mode)
		assert.Contains(t, found, "PUT /tasks/{id} declared-routed", "%s", mode)
		assert.NotContains(t, found, "DELETE /tasks/{id} declared-routed", "%s", mode)
		assert.Equal(t, records.Passed, cellOf(t, record, "POST", "/tasks").Verdict, "%s", mode)
		assert.Equal(t, "gateway-without-route", record.Causes[0].ID, "%s", mode)
	}
}

func writeRaw(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}
