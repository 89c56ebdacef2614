package spec

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// largeContract is a contract with n path items of four operations, most of it schemas. It is
// JSON, which is YAML too when the indentation is that of YAML.
func largeContract(n int) []byte {
	var b bytes.Buffer
	schema := `{"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string", "description": "` + strings.Repeat("text ", 20) + `"}}}`
	b.WriteString("{\"openapi\": \"3.0.3\",\n\"paths\": {\n")
	for i := range n {
		if i > 0 {
			b.WriteString(",\n")
		}
		fmt.Fprintf(&b, "\"/collections%d/{id}\": {\n\"parameters\": [{\"$ref\": \"#/components/parameters/P%d\"}]", i, i%100)
		for _, method := range []string{"get", "put", "patch", "delete"} {
			fmt.Fprintf(&b, ",\n%q: {\"operationId\": \"%s%d\", \"description\": %q, \"parameters\": [{\"name\": \"q\", \"in\": \"query\", \"schema\": %s}],\n", method, method, i, strings.Repeat("words ", 30), schema)
			fmt.Fprintf(&b, "\"responses\": {\"200\": {\"description\": \"ok\", \"content\": {\"application/json\": {\"schema\": {\"allOf\": [%s, %s, %s, %s]}}}}, \"404\": {\"$ref\": \"#/components/responses/R\"}}}", schema, schema, schema, schema)
		}
		b.WriteString("}")
	}
	b.WriteString("},\n\"components\": {\"responses\": {\"R\": {\"description\": \"not found\"}}, \"parameters\": {")
	for i := range 100 {
		fmt.Fprintf(&b, "\"P%d\": {\"name\": \"id\", \"in\": \"path\", \"required\": true, \"schema\": {\"type\": \"integer\"}},\n", i)
	}
	b.WriteString("\"P\": {\"name\": \"id\", \"in\": \"path\"}}}}\n")
	return b.Bytes()
}

func TestLargeContract(t *testing.T) {
	c, err := Load(context.Background(), "-", LoadOptions{Stdin: bytes.NewReader(largeContract(50))})
	require.NoError(t, err)
	require.Len(t, operations(c), 200)
	require.Empty(t, c.Warnings)
}

func BenchmarkLoadJSON(b *testing.B) {
	benchmarkLoad(b, largeContract(1_000))
}

func BenchmarkLoadYAML(b *testing.B) {
	// A comment first makes it YAML.
	benchmarkLoad(b, append([]byte("#\n"), largeContract(200)...))
}

func benchmarkLoad(b *testing.B, data []byte) {
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		_, err := Load(context.Background(), "-", LoadOptions{Stdin: bytes.NewReader(data)})
		require.NoError(b, err)
	}
}
