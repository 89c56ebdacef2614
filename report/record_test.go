package report

import (
	"fmt"
	"time"

	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/layers"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// hostile is what a server may send to break out of a terminal, of XML, or of a line.
const hostile = "<b>&\"'</b> ]]> \x1b[31mred\x1b[0m \x1b]0;title\x07 \x00\x08 \xff\xfe \u202egnp.exe two\r\nlines"

// samples are the runs of the golden files.
func samples() map[string]*records.Run {
	return map[string]*records.Run{
		"broken":     brokenRecord(hostile),
		"kept":       keptRecord(),
		"untestable": untestableRecord(),
		"caused":     withStray(causedRecord(12, hostile)),
	}
}

func newRecord() *records.Run {
	return &records.Run{
		SchemaVersion: records.SchemaVersion,
		Tool:          records.Tool{Name: "verbatim", Version: "v1.2.3"},
		Contract: records.Contract{Title: "Tasks 1.0 API", Version: "2.1", Format: "OpenAPI 3.1.0",
			Source: "api/openapi.yaml", Operations: 3},
		Target:       records.Target{Name: "staging", BaseURL: "https://staging.example.com/v1", Mode: probe.GuardedMode},
		Started:      time.Date(2026, 8, 24, 12, 0, 0, 123456789, time.FixedZone("", 7200)),
		Milliseconds: 1234,
		State:        records.Completed,
		FailOn:       probe.Must,
	}
}

// brokenRecord has every verdict, every way of knowing, the same finding at many paths, and text
// of others wherever a server or a contract can put it.
func brokenRecord(text string) *records.Run {
	r := newRecord()
	r.Target.Insecure = true
	r.Contract.Warnings = []spec.Problem{
		{Place: spec.Place{File: "api/openapi.yaml", Line: 7}, Text: "a wrong example " + text},
		{Place: spec.Place{File: "api/openapi.yaml"}, Text: "second"},
		{Text: "third"}, {Text: "fourth"}, {Text: "fifth"},
	}
	r.Notices = []records.Notice{
		{Kind: "insecure", Text: "the server's certificate was not verified"},
		{Kind: "incident", Text: "a guarded POST /tasks was answered 201 " + text, Hint: "look at /tasks for a new item"},
	}
	r.Unknown = []records.Cell{withFinding(fired(core("GET", 0), records.Refused, 405, text), "unknown-path",
		"405 for a path that does not exist", "405", "404")}
	r.Unknown[0].Kind, r.Unknown[0].Place = records.UnknownPath, spec.Place{}
	r.Paths = append(r.Paths, tasksPath(text), taskPath(text), hostilePath(text))
	for i := range 7 {
		r.Paths = append(r.Paths, repeatedPath(i))
	}
	r.Summary = summarize(r)
	return r
}

func tasksPath(text string) records.Path {
	return records.Path{Template: "/tasks", Place: line(10), URL: "/v1/tasks?limit=1", Values: []spec.Value{
		{Name: "limit", In: "query", Text: "1", Source: spec.Given}}, Cells: []records.Cell{
		passed(declared(fired(core("GET", 11), records.Served, 200, text)), "declared-routed", "declared-served"),
		passed(guarded(declared(core("POST", 20)), 400), "declared-routed"),
		withFinding(fired(core("PUT", 10), records.Refused, 404, text), "undeclared-405", "refused with 404 instead of 405", "404 "+text, "405 with Allow"),
		withFinding(fired(core("PATCH", 10), records.Refused, 404, text), "undeclared-405", "refused with 404 instead of 405", "404", "405 with Allow"),
		undecided(core("DELETE", 10), "DELETE at a path without parameters has no guard", "--mode full"),
		warned(fired(core("HEAD", 10), records.Served, 200, text), "head-parity", "another media type than GET", "text/html", "application/json"),
		skippedCell(core("OPTIONS", 10)),
		errored(core("TRACE", 10), text),
		passed(fired(standIn("VERBATIM"), records.Refused, 501, text), "unknown-method"),
	}}
}

func taskPath(text string) records.Path {
	broken := withFinding(fired(core("DELETE", 30), records.Refused, 405, text), "allow-complete", "Allow lacks declared methods", "GET", "GET, PUT")
	broken.Checks = append(broken.Checks, finding("allow-contradiction", records.Failed, "Allow lists the refused method", "DELETE", "no DELETE"))
	broken.Checks[0].Finding.Fields = []string{"Allow: GET, DELETE", "X-Note: " + text}
	broken.Layer = &layers.Layer{Kind: layers.WebServer, Name: "nginx", Sure: layers.Certain, Evidence: []string{"the error page of nginx", "Server: " + text}}
	return records.Path{Template: "/tasks/{id}", Place: line(30), URL: "/v1/tasks/7", Values: []spec.Value{
		{Name: "id", In: "path", Text: "7", Source: spec.Harvested}}, Cells: []records.Cell{
		declared(withQuestion(fired(core("GET", 31), records.Routed, 404, text), "declared-served",
			"404 to an id that was made up proves nothing", "--value id=… with an existing id")),
		passed(fired(core("POST", 30), records.Refused, 405, text), "undeclared-refused", "undeclared-405", "allow-present"),
		passed(advertised(declared(core("PUT", 40)), records.Advertised), "declared-routed"),
		passed(advertised(core("PATCH", 30), records.NotAdvertised), "undeclared-refused"),
		broken,
		passed(fired(implied("HEAD"), records.Served, 200, text), "head-parity"),
		withSide(withFinding(fired(implied("OPTIONS"), records.Served, 204, text), "preflight-methods", "a preflight is answered 405", "405 "+text, "2xx"), text),
	}}
}

// withSide makes the finding of a cell one about a request beside the cell's own.
func withSide(c records.Cell, text string) records.Cell {
	preflight := c.Exchanges[0]
	preflight.Purpose, preflight.Fields = "preflight", []string{"Origin: https://verbatim.example", "Access-Control-Request-Method: PUT"}
	preflight.Response = &records.Response{Status: 405, Reason: "Not " + text}
	c.Side = []records.Exchange{preflight}
	c.Checks[0].Finding.Side = 1
	return c
}

func hostilePath(text string) records.Path {
	c := withFinding(fired(core("GET", 50), records.Crashed, 500, text), "declared-crash", "fails with 5xx "+text, "500 "+text, "2xx "+text)
	c.Declared, c.OperationID, c.Reason = true, "get"+text, "it broke: "+text
	c.Checks[0].Finding.Curl = "curl -H 'X: " + text + "' 'https://staging.example.com/v1/x'"
	unknown := withFinding(fired(core("POST", 50), records.Served, 200, text), "rule-of-the-future", "something new", "this", "that")
	return records.Path{Template: "/x/" + text, Place: line(50), URL: "/v1/x/" + text, Cells: []records.Cell{c, unknown}}
}

func repeatedPath(i int) records.Path {
	return records.Path{Template: fmt.Sprintf("/bulk/%d", i), Place: line(60 + i), URL: fmt.Sprintf("/v1/bulk/%d", i), Cells: []records.Cell{
		passed(declared(fired(core("GET", 60+i), records.Served, 200, "")), "declared-routed"),
		withFinding(fired(core("PUT", 60+i), records.Refused, 404, ""), "undeclared-405", "refused with 404 instead of 405", "404", "405 with Allow"),
		undecided(core("DELETE", 60+i), "DELETE at a path without parameters has no guard", "--mode full"),
	}}
}

func keptRecord() *records.Run {
	r := newRecord()
	r.Target.Mode = probe.ReadOnly
	r.Paths = []records.Path{{Template: "/tasks", Place: line(10), URL: "/v1/tasks", Cells: []records.Cell{
		passed(declared(fired(core("GET", 11), records.Served, 200, "")), "declared-routed", "declared-served"),
		passed(advertised(core("PUT", 10), records.NotAdvertised), "undeclared-refused"),
		undecided(core("DELETE", 10), "DELETE changes state, and the mode is read-only", "--mode guarded"),
	}}}
	r.Summary = summarize(r)
	return r
}

func untestableRecord() *records.Run {
	r := newRecord()
	r.State = records.Untestable
	r.Notices = []records.Notice{{Kind: "wall", Text: "every path is answered 401 with the same page", Hint: "give credentials with --bearer-env"}}
	r.Paths = []records.Path{}
	return r
}

func line(n int) spec.Place { return spec.Place{File: "api/openapi.yaml", Line: n} }

func core(method string, at int) records.Cell {
	return records.Cell{Method: method, Kind: records.Core, Place: line(at), Evidence: records.None, Answer: records.Withheld}
}

func implied(method string) records.Cell {
	c := core(method, 30)
	c.Kind = records.Implied
	return c
}

func standIn(method string) records.Cell {
	c := core(method, 10)
	c.Kind = records.StandIn
	return c
}

func declared(c records.Cell) records.Cell {
	c.Declared, c.OperationID = true, "op"+c.Method
	return c
}

func fired(c records.Cell, a records.Answer, status int, text string) records.Cell {
	c.Answer, c.Evidence = a, records.Fired
	c.Exchanges = []records.Exchange{{Purpose: "cell", Method: c.Method, URL: "/v1/tasks", Fields: []string{"Accept: */*"}, Sent: 1, Microseconds: 1500,
		Response: &records.Response{Status: status, Reason: "Reason" + text, Proto: "HTTP/1.1", Fields: []string{"Server: x" + text}, Body: text, Bytes: int64(len(text)), Truncated: text != ""}}}
	return c
}

func guarded(c records.Cell, status int) records.Cell {
	c = fired(c, records.Routed, status, "")
	c.Evidence = records.Guarded
	c.Exchanges[0].Guard, c.Exchanges[0].Body = records.Malformed, "{"
	// The GET that went before it counts as the cell's time, too.
	before := c.Exchanges[0]
	before.Purpose, before.Microseconds = "absent-id", 2000
	c.Exchanges = []records.Exchange{before, c.Exchanges[0]}
	return c
}

func advertised(c records.Cell, a records.Answer) records.Cell {
	c.Answer, c.Evidence, c.Reason = a, records.Advertisement, "Allow of OPTIONS says so"
	return c
}

func passed(c records.Cell, rules ...string) records.Cell {
	c.Verdict = records.Passed
	for _, id := range rules {
		c.Checks = append(c.Checks, records.Check{Rule: id, Outcome: records.Passed})
	}
	return c
}

func finding(rule string, v records.Verdict, key, got, want string) records.Check {
	return records.Check{Rule: rule, Outcome: v, Finding: &records.Finding{Key: key, Got: got, Want: want,
		Curl: "curl -X METHOD -H \"Authorization: Bearer $TOKEN\" 'https://staging.example.com/v1/tasks?a=1&b=2'"}}
}

func withFinding(c records.Cell, rule, key, got, want string) records.Cell {
	c.Verdict, c.Checks = records.Failed, append(c.Checks, finding(rule, records.Failed, key, got, want))
	return c
}

func warned(c records.Cell, rule, key, got, want string) records.Cell {
	c.Kind, c.Verdict = records.Implied, records.Warned
	c.Checks = append(c.Checks, finding(rule, records.Warned, key, got, want))
	return c
}

func withQuestion(c records.Cell, rule, reason, decides string) records.Cell {
	c.Verdict, c.Reason, c.Decides = records.Undecided, reason, decides
	c.Checks = []records.Check{{Rule: "declared-routed", Outcome: records.Passed}, {Rule: rule, Outcome: records.Undecided, Reason: reason, Decides: decides}}
	return c
}

func undecided(c records.Cell, reason, decides string) records.Cell {
	c.Verdict, c.Reason, c.Decides = records.Undecided, reason, decides
	return c
}

func skippedCell(c records.Cell) records.Cell {
	c.Kind, c.Verdict, c.Reason = records.Implied, records.Skipped, "left out in the config"
	return c
}

func errored(c records.Cell, text string) records.Cell {
	c.Kind, c.Verdict, c.Answer, c.Evidence = records.StandIn, records.Errored, records.Unreachable, records.Fired
	c.Exchanges = []records.Exchange{{Purpose: "cell", Method: c.Method, URL: "/v1/tasks", Sent: 1, Microseconds: 9,
		Error: &records.TransportError{Kind: "closed", Text: "connection closed " + text}}}
	return c
}

// summarize counts as a run does, so that the numbers in the golden files agree.
func summarize(r *records.Run) records.Summary {
	s := records.Summary{Findings: map[probe.Level]int{}}
	for p := range places(r) {
		s.Requests += len(p.cell.Exchanges)
		for _, check := range p.cell.Checks {
			if rule, ok := probe.RuleByID(check.Rule); ok && check.Finding != nil {
				s.Findings[rule.Level]++
			}
		}
		if p.cell.Kind != records.Core {
			continue
		}
		s.Cells++
		*map[records.Evidence]*int{records.Fired: &s.Fired, records.Guarded: &s.Guarded,
			records.Advertisement: &s.Advertised, records.None: &s.Withheld}[p.cell.Evidence]++
		*map[records.Verdict]*int{records.Passed: &s.Passed, records.Warned: &s.Warned, records.Failed: &s.Failed,
			records.Undecided: &s.Undecided, records.Skipped: &s.Skipped, records.Errored: &s.Errored}[p.cell.Verdict]++
	}
	if len(s.Findings) == 0 {
		s.Findings = nil
	}
	return s
}
