package probe

import (
	"net/http"
	"slices"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// Column is one method of the matrix.
type Column struct {
	Method string
	Kind   records.Kind
}

// calibrates reports whether the answer to a method shows how those that nobody routes are
// refused. TRACE does not: servers and proxies answer it for the application.
func (c Column) calibrates() bool { return c.Kind == records.StandIn && c.Method != http.MethodTrace }

// columns are the methods that are asked about at every path: the core ones, further ones that
// some path declares (in document order), the implied ones and the stand-ins.
func columns(c *spec.Contract) []Column {
	core := []string{"GET", "POST", "PUT", "PATCH", "DELETE"}
	apart := []string{"HEAD", "OPTIONS", "TRACE", "CONNECT"}
	for _, item := range c.Paths {
		for _, op := range item.Operations {
			if !slices.Contains(core, op.Method) && !slices.Contains(apart, op.Method) {
				core = append(core, op.Method)
			}
		}
	}
	var all []Column
	for _, m := range core {
		all = append(all, Column{m, records.Core})
	}
	all = append(all, Column{"HEAD", records.Implied}, Column{"OPTIONS", records.Implied})
	for _, m := range standIns(core) {
		all = append(all, Column{m, records.StandIn})
	}
	return all
}

// standIns are a registered method that hardly anybody routes, TRACE and a made-up one. The
// first is needed because Node's parser, and others, answer 400 to unregistered methods before
// any router sees them.
func standIns(core []string) []string {
	registered := "QUERY"
	if slices.Contains(core, registered) {
		registered = "REPORT"
	}
	return []string{registered, "TRACE", records.MadeUpMethod}
}
