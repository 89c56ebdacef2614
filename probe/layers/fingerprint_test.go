package layers

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestEveryRowNamesItsOwnAnswer also proves that no row takes another row's answer under
// another name: the whole table is searched for each.
func TestEveryRowNamesItsOwnAnswer(t *testing.T) {
	for _, f := range Fingerprints() {
		t.Run(f.ID, func(t *testing.T) {
			got := readFixture(t, f.ID).attribute()
			if f.Platform {
				assert.Empty(t, got.Name)
			} else {
				assert.Equal(t, f.Name, got.Name, "%s", got)
			}
			assert.Equal(t, f.Kind, got.Kind, "%s", got)
			require.NotEmpty(t, got.Evidence)
			assert.Equal(t, f.Sign, got.Evidence[0], "another row of the same name matches first: is this one needed?")
		})
	}
}

// TestNoRowMatchesAForeignAnswer is stricter: rows that would match another product's answer,
// if the order of the table were another one, are listed here with the reason.
func TestNoRowMatchesAForeignAnswer(t *testing.T) {
	for _, owner := range Fingerprints() {
		f := readFixture(t, owner.ID)
		r := Learn(f.served, f.unknown)
		s := look(f.answer)
		s.stack, s.otherwise = r.names, r.refuses[s.Status]
		where := r.compareWith(s)
		s.further = where.further && !where.inner
		for _, other := range rows() {
			if other.Name == owner.Name || !other.match(s) {
				continue
			}
			assert.Contains(t, slices.Concat(builtOn[owner.Name], resembling[owner.Name]), other.Name, "row %s matches the answer of %s", other.ID, owner.ID)
		}
	}
}

// resembling are the names that a product's answers may also be taken for: the table has the
// product first.
var resembling = map[string][]string{
	"OpenResty": {"nginx"}, "GitHub Pages": {"nginx"}, "Tengine": {"nginx"}, "AWS ALB": {"nginx"}, "Spring": {"Tomcat"},
	"Traefik": {"net/http"}, "AWS WAF": {"AWS ALB"}, "MinIO": {"S3"}, "httprouter": {"net/http"}, "static file server": {"Node.js"}, "Werkzeug": {"static file server"},
}

func TestTableIsWhole(t *testing.T) {
	kebab := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	seen := map[string]bool{}
	for _, f := range Fingerprints() {
		assert.Regexp(t, kebab, f.ID)
		assert.False(t, seen[f.ID], "%s is there twice", f.ID)
		seen[f.ID] = true
		assert.NotEmpty(t, f.Name, f.ID)
		assert.NotEmpty(t, f.Sign, f.ID)
		assert.NotEmpty(t, f.Source, f.ID)
		assert.Contains(t, []string{Certain, Likely}, f.Sure, f.ID)
		assert.NotEqual(t, Unknown, f.Kind, f.ID)
	}
	for _, r := range rows() {
		if r.body != nil {
			assert.NotPanics(t, func() { r.body() }, r.ID)
		}
		for _, f := range r.fields {
			assert.NotPanics(t, func() { _ = f.value == nil || f.value() != nil }, r.ID)
		}
	}
	files, err := filepath.Glob(filepath.Join("testdata", "*.http"))
	require.NoError(t, err)
	for _, file := range files {
		assert.True(t, seen[strings.TrimSuffix(filepath.Base(file), ".http")], "%s belongs to no row", file)
	}
}

// TestServerAloneNeverDecides proves it for every row: its answer without anything but the
// Server field is named by none.
func TestServerAloneNeverDecides(t *testing.T) {
	for _, f := range Fingerprints() {
		fixture := readFixture(t, f.ID)
		server := look(fixture.answer).first("server")
		if server == "" {
			continue
		}
		for _, status := range []int{200, 400, 403, 404, 405, 501} {
			a := Answer{Method: "PUT", Status: status, Proto: "HTTP/1.1", Reason: "Reason",
				Fields: []string{"Server: " + server, "Content-Type: application/json", "X-Trace: 1"}, Body: `{"error":"x"}`}
			assert.Equal(t, Unknown, Learn(nil, nil).Attribute(a).Kind, "%s %d", server, status)
		}
	}
}
