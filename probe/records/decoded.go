package records

import (
	"encoding/json"
	"strings"
)

// Decoded is JSON content as a value, its numbers as json.Number; nil for anything else.
func Decoded(content []byte) any {
	decoder := json.NewDecoder(strings.NewReader(string(content)))
	decoder.UseNumber()
	var v any
	if decoder.Decode(&v) != nil {
		return nil
	}
	return v
}
