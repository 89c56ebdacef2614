package spec

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPublicContracts loads the contracts in the folder that VERBATIM_CONTRACTS names.
func TestPublicContracts(t *testing.T) {
	folder := os.Getenv("VERBATIM_CONTRACTS")
	if folder == "" {
		t.Skip("VERBATIM_CONTRACTS names no folder with contracts: large public contracts are NOT tested")
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.[jy]*"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			start := time.Now()
			c, err := Load(context.Background(), file, LoadOptions{})
			require.NoError(t, err)
			t.Logf("%v: %s, %d paths, %d operations, %d warnings", time.Since(start).Round(time.Millisecond), c.Format, len(c.Paths), len(operations(c)), len(c.Warnings))
			assert.NotEmpty(t, operations(c))
			for _, item := range c.Paths {
				assert.NotZero(t, item.Line, item.Template)
				for _, op := range item.Operations {
					assert.Equal(t, file, op.File)
					assert.NotZero(t, op.Line, item.Template)
				}
			}
		})
	}
}

// TestPublicContractsBodies makes a body for every operation of those contracts, and holds it
// against its schema.
func TestPublicContractsBodies(t *testing.T) {
	folder := os.Getenv("VERBATIM_CONTRACTS")
	if folder == "" {
		t.Skip("VERBATIM_CONTRACTS names no folder with contracts: the share of bodies that can be made is NOT measured")
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.[jy]*"))
	require.NoError(t, err)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			c, err := Load(context.Background(), file, LoadOptions{})
			require.NoError(t, err)
			start := time.Now()
			var m bodyMeasure
			for _, item := range c.Paths {
				for _, op := range item.Operations {
					if op.Body != nil {
						m.add(op.Method+" "+item.Template, op.Body)
					}
				}
			}
			t.Logf("%d bodies, %d made, of these %d fit their schema, %d do not, %d unchecked; %v, slowest %v (%s)",
				m.total, m.made, m.fit, m.wrong, m.unchecked, time.Since(start).Round(time.Millisecond), m.slowest.Round(time.Millisecond), m.slowestName)
			for reason, places := range m.reasons {
				t.Logf("%4d %s: %s", len(places), reason, places[0])
			}
			require.GreaterOrEqual(t, 100*m.fit, 95*m.total, "of a hundred bodies, 95 fit")
		})
	}
}

type bodyMeasure struct {
	total, made, fit, wrong, unchecked int
	slowest                            time.Duration
	slowestName                        string
	reasons                            map[string][]string
}

func (m *bodyMeasure) add(name string, b *Body) {
	m.total++
	start := time.Now()
	content, err := b.SampleWith(Sampling{Marker: marker})
	if took := time.Since(start); took > m.slowest {
		m.slowest, m.slowestName = took, name
	}
	if err != nil {
		m.note("not made: "+err.Error(), name)
		return
	}
	m.made++
	if !isJSON(content.MediaType) {
		m.fit++
		return
	}
	for _, media := range b.Content {
		if media.Name != content.MediaType && !strings.Contains(media.Name, "*") {
			continue
		}
		switch err := media.schemas.check(media.schema, requests, decoded(string(content.Data))); {
		case err == nil:
			m.fit++
		case errors.Is(err, ErrUnchecked):
			m.unchecked++
			m.note(err.Error(), name)
		default:
			m.wrong++
			m.note(string(content.Source)+": "+err.Error(), name)
		}
		return
	}
}

func (m *bodyMeasure) note(reason, name string) {
	if m.reasons == nil {
		m.reasons = map[string][]string{}
	}
	m.reasons[reason] = append(m.reasons[reason], name)
}
