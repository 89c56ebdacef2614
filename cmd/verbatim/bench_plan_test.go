//go:build bench

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestBenchPlan measures what planning full mode costs over planning read-only mode, as the ratio
// of the processor times: in full mode all bodies are made, because what they refer to decides
// the order. VERBATIM_CONTRACTS=FOLDER has it done with the contracts of a folder, too.
func TestBenchPlan(t *testing.T) {
	binary := built(t)
	made := filepath.Join(t.TempDir(), "one mapping.json")
	require.NoError(t, os.WriteFile(made, mappingContract(1000), 0o600))
	files := []string{made}
	if folder := os.Getenv("VERBATIM_CONTRACTS"); folder != "" {
		for _, pattern := range []string{"*.json", "*.y*ml"} {
			found, err := filepath.Glob(filepath.Join(folder, pattern))
			require.NoError(t, err)
			files = append(files, found...)
		}
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) { benchmarkPlan(t, binary, file) })
	}
}

func benchmarkPlan(t *testing.T, binary, contract string) {
	const rounds = 5
	planned := func(mode string) time.Duration {
		c := exec.Command(binary, "plan", contract, "--base-url", "http://localhost", "--mode", mode)
		timed(t, c, 0)
		return c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	}
	var full, safe []time.Duration
	var ratios []float64
	for range rounds {
		f, s := planned("full"), planned("read-only")
		full, safe, ratios = append(full, f), append(safe, s), append(ratios, float64(f)/float64(s))
	}
	slices.Sort(full)
	slices.Sort(safe)
	slices.Sort(ratios)
	t.Logf("planning full mode %v, read-only mode %v, ratio %.2f (%.2f to %.2f)",
		full[rounds/2].Round(time.Millisecond), safe[rounds/2].Round(time.Millisecond), ratios[rounds/2], ratios[0], ratios[rounds-1])
}

// mappingContract has n schemas that one discriminator knows, and a path for each.
func mappingContract(n int) []byte {
	schemas, paths, mapping := map[string]any{}, map[string]any{}, map[string]any{}
	for i := range n {
		name := fmt.Sprintf("Thing%d", i)
		ref := map[string]any{"$ref": "#/components/schemas/" + name}
		mapping["kind."+name] = ref["$ref"]
		schemas[name] = map[string]any{"allOf": []any{map[string]any{"$ref": "#/components/schemas/Entity"},
			map[string]any{"properties": map[string]any{"parent": ref, "size": map[string]any{"type": "integer"}}}}}
		body := map[string]any{"content": map[string]any{"application/json": map[string]any{"schema": ref}}}
		paths[fmt.Sprintf("/things%d", i)] = map[string]any{"post": map[string]any{"requestBody": body,
			"responses": map[string]any{"201": map[string]any{"description": "created", "content": body["content"]}}}}
	}
	schemas["Entity"] = map[string]any{"type": "object", "required": []any{"kind"},
		"properties":    map[string]any{"kind": map[string]any{"type": "string"}, "name": map[string]any{"type": "string"}},
		"discriminator": map[string]any{"propertyName": "kind", "mapping": mapping}}
	data, _ := json.Marshal(map[string]any{"openapi": "3.0.3", "info": map[string]any{"title": "bench", "version": "1"},
		"paths": paths, "components": map[string]any{"schemas": schemas}})
	return data
}
