package probe

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// api is a task list that keeps every rule. A test breaks one by changing it.
type api struct {
	// handlers by path pattern ("/tasks", "/tasks/{id}") and method.
	handlers map[string]map[string]http.HandlerFunc
	// before may answer in the place of the router, and returns true when it did.
	before func(http.ResponseWriter, *http.Request) bool
	// refuse answers a method that the path does not have.
	refuse func(w http.ResponseWriter, r *http.Request, allow []string)
	// notFound answers a path that does not exist.
	notFound http.HandlerFunc

	mu    sync.Mutex
	tasks map[string]string
	last  int // the last id given; ids are never used twice
	seen  []string
}

func newAPI() *api {
	a := &api{tasks: map[string]string{"1": "write", "2": "test"}, last: 2}
	a.handlers = map[string]map[string]http.HandlerFunc{
		"/tasks":      {"GET": a.list, "POST": a.create},
		"/tasks/{id}": {"GET": a.show, "PUT": a.replace, "DELETE": a.remove},
	}
	a.refuse = func(w http.ResponseWriter, _ *http.Request, allow []string) {
		w.Header().Set("Allow", strings.Join(allow, ", "))
		writeJSON(w, 405, map[string]any{"error": "method not allowed"})
	}
	a.notFound = func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, 404, map[string]any{"error": "no such route"})
	}
	return a
}

const apiContract = `
openapi: 3.0.3
info: {title: Tasks, version: "1"}
paths:
  /tasks:
    get:
      responses: {"200": {description: ok, content: {application/json: {}}}}
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, required: [title], properties: {title: {type: string}}}}}
      responses: {"201": {description: made}, "400": {description: bad}}
  /tasks/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get:
      responses: {"200": {description: ok, content: {application/json: {}}}, "404": {description: none}}
    put:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, required: [title], properties: {title: {type: string}}}}}
      responses: {"200": {description: ok}, "400": {description: bad}, "404": {description: none}}
    delete:
      responses: {"204": {description: gone}, "404": {description: none}}
`

func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	a.seen = append(a.seen, r.Method+" "+r.URL.Path)
	a.mu.Unlock()
	if a.before != nil && a.before(w, r) {
		return
	}
	pattern := r.URL.Path
	if id, ok := strings.CutPrefix(r.URL.Path, "/tasks/"); ok && !strings.Contains(id, "/") {
		pattern = "/tasks/{id}"
		r.SetPathValue("id", id)
	}
	methods := a.handlers[pattern]
	if methods == nil {
		a.notFound(w, r)
		return
	}
	allow := make([]string, 0, len(methods)+2)
	for m := range methods {
		allow = append(allow, m)
	}
	allow = append(allow, "HEAD", "OPTIONS")
	slices.Sort(allow)
	switch handler := methods[r.Method]; {
	case handler != nil:
		handler(w, r)
	case r.Method == "HEAD" && methods["GET"] != nil:
		methods["GET"](w, r)
	case r.Method == "OPTIONS":
		w.Header().Set("Allow", strings.Join(allow, ", "))
		w.WriteHeader(204)
	default:
		a.refuse(w, r, slices.Compact(allow))
	}
}

func (a *api) list(w http.ResponseWriter, _ *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	var items []map[string]any
	for _, id := range []string{"1", "2"} {
		if title, ok := a.tasks[id]; ok {
			items = append(items, map[string]any{"id": json.Number(id), "title": title})
		}
	}
	writeJSON(w, 200, map[string]any{"total": 2, "items": items})
}

func (a *api) create(w http.ResponseWriter, r *http.Request) {
	if refusesContent(w, r) {
		return
	}
	a.createAnyhow(w, r)
}

// refusesContent answers 415 to whatever says that it is not JSON.
func refusesContent(w http.ResponseWriter, r *http.Request) bool {
	if r.Header.Get("Content-Type") == "application/json" {
		return false
	}
	writeJSON(w, 415, map[string]any{"error": "JSON is asked for"})
	return true
}

// createAnyhow reads whatever it gets as JSON.
func (a *api) createAnyhow(w http.ResponseWriter, r *http.Request) {
	var task struct{ Title string }
	if json.NewDecoder(r.Body).Decode(&task) != nil || task.Title == "" {
		writeJSON(w, 400, map[string]any{"error": "title is missing"})
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.last++
	a.tasks[fmt.Sprint(a.last)] = task.Title
	w.Header().Set("Location", fmt.Sprintf("/tasks/%d", a.last))
	writeJSON(w, 201, map[string]any{"id": a.last})
}

func (a *api) show(w http.ResponseWriter, r *http.Request) {
	if a.known(w, r) {
		writeJSON(w, 200, map[string]any{"id": r.PathValue("id")})
	}
}

func (a *api) replace(w http.ResponseWriter, r *http.Request) {
	if refusesContent(w, r) {
		return
	}
	var task struct{ Title string }
	if json.NewDecoder(r.Body).Decode(&task) != nil || task.Title == "" {
		writeJSON(w, 400, map[string]any{"error": "title is missing"})
		return
	}
	if a.known(w, r) {
		a.mu.Lock()
		a.tasks[r.PathValue("id")] = task.Title
		a.mu.Unlock()
		writeJSON(w, 200, map[string]any{"id": r.PathValue("id")})
	}
}

func (a *api) remove(w http.ResponseWriter, r *http.Request) {
	if a.known(w, r) {
		a.mu.Lock()
		delete(a.tasks, r.PathValue("id"))
		a.mu.Unlock()
		w.WriteHeader(204)
	}
}

func (a *api) known(w http.ResponseWriter, r *http.Request) bool {
	a.mu.Lock()
	_, ok := a.tasks[r.PathValue("id")]
	a.mu.Unlock()
	if !ok {
		writeJSON(w, 404, map[string]any{"error": "no such task"})
	}
	return ok
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// probeOptions are what a test may choose.
type probeOptions struct {
	contract string
	mode     Mode
	values   map[string]string
	inputs   func(*spec.Contract) map[*spec.Operation]Input // nil gives none
	prefix   string
	schemes  []string
	as       *Identity
	wire     WireOptions
	// touchOthers, ledger and ctx are for full mode; ctx may be nil.
	touchOthers bool
	ledger      *Ledger
	ctx         context.Context
}

// probeServer runs a whole probe against a handler.
func probeServer(t testing.TB, handler http.Handler, o probeOptions) *records.Run {
	t.Helper()
	server := httptest.NewServer(handler)
	defer server.Close()
	base, err := url.Parse(server.URL + o.prefix)
	require.NoError(t, err)
	if o.contract == "" {
		o.contract = apiContract
	}
	contract, err := spec.Load(context.Background(), "-", spec.LoadOptions{Stdin: strings.NewReader(o.contract)})
	require.NoError(t, err)
	var inputs map[*spec.Operation]Input
	if o.inputs != nil {
		inputs = o.inputs(contract)
	}
	plan, err := NewPlan(contract, PlanOptions{BaseURL: base, Mode: o.mode, Values: o.values, Inputs: inputs, Schemes: o.schemes, TouchOthers: o.touchOthers})
	require.NoError(t, err)
	if o.ctx == nil {
		o.ctx = context.Background()
	}
	record, err := Run(o.ctx, plan, RunOptions{Wire: o.wire, As: o.as, Ledger: o.ledger})
	require.NoError(t, err)
	return record
}

// findings are the broken rules of a record, as "METHOD template rule", in order.
func findings(record *records.Run) []string {
	var found []string
	add := func(template string, cells []records.Cell) {
		for _, cell := range cells {
			for _, check := range cell.Checks {
				if check.Finding != nil {
					found = append(found, cell.Method+" "+template+" "+check.Rule)
				}
			}
		}
	}
	add(unknownTemplate, record.Unknown)
	for _, path := range record.Paths {
		add(path.Template, path.Cells)
	}
	return found
}

// cellOf finds a cell of a record.
func cellOf(t testing.TB, record *records.Run, method, template string) records.Cell {
	t.Helper()
	for _, path := range record.Paths {
		for _, cell := range path.Cells {
			if path.Template == template && cell.Method == method {
				return cell
			}
		}
	}
	require.Failf(t, "no such cell", "%s %s", method, template)
	return records.Cell{}
}
