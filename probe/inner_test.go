package probe

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/verbatim-http/verbatim/probe/records"
)

const boxContract = `
openapi: 3.0.3
info: {title: Boxes, version: "1"}
paths:
  /boxes:
    get: {responses: {"200": {description: ok}}}
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [name], properties: {name: {type: string}}}}}}
      responses: {"200": {description: made}}
  /boxes/{box_id}:
    parameters: &box [{name: box_id, in: path, required: true, schema: {type: string}}]
    get: {responses: {"200": {description: ok}, "404": {description: none}}}
    delete: {responses: {"204": {description: gone}}}
  /boxes/{box_id}/count:
    parameters: *box
    get: {responses: {"200": {description: ok}}}
`

// boxes are named in their own path, and called by their ids in those below.
func boxes(names map[string]string, lock *sync.Mutex) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		lock.Lock()
		defer lock.Unlock()
		parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
		var in struct{ Name string }
		list := []any{}
		for name, id := range names {
			list = append(list, map[string]any{"id": id, "name": name})
		}
		switch shape := r.Method + " " + parts[0] + strings.Repeat("/", len(parts)-1); {
		case shape == "GET boxes":
			writeJSON(w, 200, list)
		case shape == "POST boxes" && json.NewDecoder(r.Body).Decode(&in) == nil && in.Name != "":
			names[in.Name] = "u-7"
			writeJSON(w, 200, map[string]any{"id": "u-7", "name": in.Name})
		case shape == "GET boxes/" && names[parts[1]] != "":
			writeJSON(w, 200, map[string]any{"id": names[parts[1]], "name": parts[1]})
		case shape == "DELETE boxes/" && names[parts[1]] != "":
			delete(names, parts[1])
			w.WriteHeader(204)
		case shape == "GET boxes//" && parts[2] == "count" && strings.HasPrefix(parts[1], "u-"):
			writeJSON(w, 200, map[string]any{"count": 1})
		case shape == "GET boxes//" && parts[2] == "count":
			writeJSON(w, 400, map[string]any{"error": "not an id"})
		default:
			writeJSON(w, 404, map[string]any{"error": "nothing there"})
		}
	}
}

func TestPathsBelowAThingMayTakeAnotherNameForIt(t *testing.T) {
	names := map[string]string{"theirs": "u-1"}
	record := probeServer(t, boxes(names, &sync.Mutex{}), probeOptions{mode: Full, contract: boxContract, wire: WireOptions{Concurrency: 1}})
	for method, template := range map[string]string{"GET": "/boxes/{box_id}/count", "DELETE": "/boxes/{box_id}"} {
		cell := cellOf(t, record, method, template)
		assert.Equal(t, records.Served, cell.Answer, "%s %s: %s", method, template, cell.Reason)
	}
	assert.Equal(t, map[string]string{"theirs": "u-1"}, names)
	assert.Empty(t, record.Leftovers)
}

func TestWhatNoValidBodyCanBeHadForIsNoSilentPass(t *testing.T) {
	unsent := func(text string) *cellRun {
		c := &cellRun{Planned: &Planned{}}
		c.noteUnsent([]records.Exchange{{Error: &records.TransportError{Kind: kindWithheld, Text: text}}})
		return c
	}
	assert.Equal(t, "an example of the request body in the contract", unsent(noValidBody+": x").decides)
	assert.Equal(t, "the ledger is full", unsent("withheld: the ledger is full").unprovided)
	answered := &cellRun{Planned: &Planned{}}
	answered.noteUnsent([]records.Exchange{{Response: &records.Response{Status: 400}}})
	assert.Empty(t, answered.unprovided)
}
