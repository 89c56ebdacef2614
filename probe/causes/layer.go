package causes

import (
	"slices"

	"github.com/verbatim-http/verbatim/probe/layers"
	"github.com/verbatim-http/verbatim/probe/records"
)

// layer is who gave the cell's answer, as far as that is known.
func (s *spot) layer() layers.Layer {
	if s.cell.Layer == nil {
		return layers.Layer{Kind: layers.Unknown}
	}
	return *s.cell.Layer
}

// outer reports whether something in front of the application gave the cell's answer.
func (q *inquiry) outer(s *spot) bool {
	l := s.layer()
	return l.Outer() && !slices.Contains(runtimes, l.Name) && !q.servedBy(l.Name)
}

// showsApplication reports whether an application was seen at all: it served or refused something,
// and not a file.
func (q *inquiry) showsApplication() bool {
	return slices.ContainsFunc(q.spots, func(s *spot) bool {
		l := s.layer()
		return l.Kind == layers.Framework || (l.Kind == layers.App && l.Name != "") ||
			s.cell.Declared && (s.cell.Answer == records.Served || s.cell.Answer == records.Routed) && !s.layer().Outer() && !s.response().LooksLikeFile()
	})
}

// runtimes are web servers that run an application in their own process: what they answer is
// mended in the application.
var runtimes = []string{"Node.js", "gunicorn", "uvicorn", "Hypercorn", "Daphne", "waitress", "Werkzeug", "Puma", "Rack",
	"Tomcat", "Jetty", "Undertow", "Kestrel", "PHP", "WEBrick"}

// servedBy reports whether the layer of a name served a declared method, and not from a file: then
// it is the application, as far as this target has one.
func (q *inquiry) servedBy(name string) bool { return name != "" && q.servers[name] }

// stack is the software that gave the answers of some findings, where one name stands out; else
// that of the application, where that is known; else "".
func (q *inquiry) stack(findings []*brokenRule) string {
	var spots []*spot
	for _, b := range findings {
		spots = append(spots, b.spot)
	}
	return q.stackOfSpots(spots)
}

func (q *inquiry) stackOfSpots(spots []*spot) string {
	if name := stackOf(spots, false); name != "" {
		return name
	}
	// Who gave an answer that is not known may be anything: the application is only named for its own.
	foreign := func(s *spot) bool {
		return q.outer(s) || (s.cell.Layer != nil && s.cell.Layer.Kind == layers.Unknown)
	}
	if name := stackOf(q.spots, true); name != "" && !slices.ContainsFunc(spots, foreign) {
		return name
	}
	return stackOf(spots, true)
}

// stackOf is the name that all layers of some cells agree on, frameworks alone or whatever is
// named; "" where they do not agree.
func stackOf(spots []*spot, frameworks bool) string {
	name := ""
	for _, s := range spots {
		l := s.layer()
		if l.Name == "" || (frameworks && l.Kind != layers.Framework) || slices.Contains(runtimes, l.Name) {
			continue
		}
		if name != "" && name != l.Name {
			return ""
		}
		name = l.Name
	}
	return name
}
