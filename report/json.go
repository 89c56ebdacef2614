package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
)

// writeJSON writes the record itself: one line for each field, and one for each element of its
// lists, so that a record of 100,000 cells is never held twice, can be read with the eye, and
// gives useful line diffs.
func writeJSON(w io.Writer, r *records.Run, _ Options) error {
	out := newJSONLines(w)
	record := reflect.ValueOf(r).Elem()
	out.text("{")
	first := true
	for i := range record.NumField() {
		name, options, _ := strings.Cut(record.Type().Field(i).Tag.Get("json"), ",")
		value := record.Field(i)
		if options == "omitempty" && isEmpty(value) {
			continue
		}
		if !first {
			out.text(",")
		}
		first = false
		out.text("\n\"" + name + "\":")
		out.field(value)
	}
	out.text("\n}\n")
	return out.flush()
}

func isEmpty(v reflect.Value) bool {
	if v.Kind() == reflect.Slice || v.Kind() == reflect.Map {
		return v.Len() == 0
	}
	return v.IsZero()
}

// jsonLines writes JSON piece by piece; the first error sticks.
type jsonLines struct {
	w      *bufio.Writer
	buffer bytes.Buffer
	encode *json.Encoder
	err    error
}

func newJSONLines(w io.Writer) *jsonLines {
	out := &jsonLines{w: bufio.NewWriterSize(w, 1<<16)}
	out.encode = json.NewEncoder(&out.buffer)
	// A curl line is to be readable: "&", not "\u0026".
	out.encode.SetEscapeHTML(false)
	return out
}

// text writes s as it is; bufio keeps its error for flush.
func (j *jsonLines) text(s string) { _, _ = j.w.WriteString(s) }

func (j *jsonLines) field(v reflect.Value) {
	if v.Kind() != reflect.Slice {
		j.value(v.Interface())
		return
	}
	j.text("[")
	for i := range v.Len() {
		if i > 0 {
			j.text(",")
		}
		j.text("\n")
		// By address, because that spares a copy of every path.
		j.value(v.Index(i).Addr().Interface())
	}
	j.text("]")
}

func (j *jsonLines) value(v any) {
	if j.err != nil {
		return
	}
	j.buffer.Reset()
	if err := j.encode.Encode(v); err != nil {
		j.err = fmt.Errorf("encoding run record: %w", err)
		return
	}
	_, _ = j.w.Write(bytes.TrimSuffix(j.buffer.Bytes(), []byte("\n")))
}

func (j *jsonLines) flush() error {
	if j.err != nil {
		return j.err
	}
	if err := j.w.Flush(); err != nil {
		return fmt.Errorf("writing run record: %w", err)
	}
	return nil
}
