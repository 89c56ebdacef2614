package report

import _ "embed"

//go:embed run-record.schema.json
var schema string

// Schema is the JSON Schema (2020-12) of a run record, as JSON. The caller may keep and change
// the bytes.
func Schema() []byte { return []byte(schema) }
