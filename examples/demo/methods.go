package demo

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// methods are the handlers of one path, by method. They answer every method as they should:
// HEAD as GET, OPTIONS with Allow, and whatever has no handler with 405 and an accurate Allow.
type methods map[string]http.HandlerFunc

func (m methods) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch handle := m.find(r.Method); {
	case handle != nil:
		handle(w, r)
	case r.Method == http.MethodOptions:
		m.options(w, r)
	default:
		refusal(m.allow())(w, r)
	}
}

// find returns the handler of a method, nil for none. Where HEAD has none it is GET's: the
// server leaves out the content.
func (m methods) find(method string) http.HandlerFunc {
	if method == http.MethodHead && m[method] == nil {
		method = http.MethodGet
	}
	return m[method]
}

func (m methods) options(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Allow", m.allow())
	w.WriteHeader(http.StatusNoContent)
}

// allow is the accurate value of the Allow field.
func (m methods) allow() string {
	supported := append(slices.Collect(maps.Keys(m)), http.MethodOptions)
	if m[http.MethodGet] != nil {
		supported = append(supported, http.MethodHead)
	}
	slices.Sort(supported)
	return strings.Join(slices.Compact(supported), ", ")
}

// with returns a copy in which one method has another handler.
func (m methods) with(method string, handle http.HandlerFunc) methods {
	changed := maps.Clone(m)
	changed[method] = handle
	return changed
}

// without returns a copy in which one method has no handler.
func (m methods) without(method string) methods {
	changed := maps.Clone(m)
	delete(changed, method)
	return changed
}

// refusal answers 405 with the given Allow.
func refusal(allow string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Allow", allow)
		fail(w, http.StatusMethodNotAllowed, "method not allowed")
	}
}

// noSuchPath is the router's 404: its content differs from that of a missing resource.
func noSuchPath(w http.ResponseWriter, _ *http.Request) {
	fail(w, http.StatusNotFound, "no such path")
}
