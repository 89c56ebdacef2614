package causes

import (
	"net/http"
	"slices"

	"github.com/verbatim-http/verbatim/probe/layers"
	"github.com/verbatim-http/verbatim/probe/records"
)

// aboutFiles are the rules that a server of files breaks where an application was expected.
var aboutFiles = []string{"declared-routed", "undeclared-405", "undeclared-refused", "allow-present", "allow-complete", "allow-undeclared",
	"allow-contradiction", "allow-truthful", "allow-consistent", "options-allow", "unknown-method", "declared-redirect"}

// findStaticHost: every GET is served as a file is, and no other declared method reaches a handler
// anywhere.
func findStaticHost(q *inquiry) *diagnosed {
	if len(q.files) == 0 {
		return nil
	}
	for _, s := range q.spots {
		get := s.path != nil && s.cell.Declared && s.cell.Method == http.MethodGet && s.cell.Answer == records.Served
		if (get && !q.files[s.path]) || q.handled(s) {
			return nil
		}
	}
	found := append(q.findings(nil, aboutFiles...), q.findings(nil, "unknown-path")...)
	if !slices.ContainsFunc(found, func(b *brokenRule) bool { return b.cell.Kind == records.Core || b.cell.Declared || b.layer().Outer() }) {
		return nil
	}
	d := &diagnosed{findings: found, confidence: records.Likely, stack: q.stack(found)}
	d.title = "the API is served as files by " + fileServer(d.stack) + ": GET works and nothing else does"
	return d
}

// findStaticResource: some paths are served as files, while others reach an application.
func findStaticResource(q *inquiry) *diagnosed {
	if d := q.filesAtTheRoot(); d != nil {
		return d
	}
	found := q.findings(func(b *brokenRule) bool {
		return q.files[b.path] && b.cell.Method != http.MethodGet && (q.outer(b.spot) || b.cell.Answer == records.CaughtAll || b.cell.Kind == records.StandIn)
	}, aboutFiles...)
	if !slices.ContainsFunc(found, func(b *brokenRule) bool { return b.asked() }) {
		return nil
	}
	d := &diagnosed{findings: found, confidence: records.Likely, stack: q.stack(found)}
	d.title = fileServer(d.stack) + " serves a file where the application was expected, " + atPaths(templatesOf(found))
	return d
}

func fileServer(stack string) string {
	if stack == "" || stack == "static file server" {
		return "a static file server"
	}
	return stack
}

// filesAtTheRoot: Starlette's StaticFiles, or Express' static without fallthrough, mounted at the root,
// answers whatever no route matches with path and method, and refuses it in the same way where there is no
// file. Theirs is an Allow of GET and HEAD.
func (q *inquiry) filesAtTheRoot() *diagnosed {
	routed := func(x records.Exchange) bool { return x.Method != http.MethodGet && x.IsNotFound() }
	if !q.notFoundByGet() || slices.ContainsFunc(q.record.Controls, routed) {
		return nil
	}
	mounted := func(b *brokenRule) bool {
		ofFiles := b.layer().Name == "Starlette" || b.allow != nil && slices.Equal(b.allow.Methods, []string{http.MethodGet, http.MethodHead})
		return ofFiles && q.refusedAnywhere(b.last())
	}
	found := q.findings(mounted, "allow-present", "allow-complete", "allow-consistent", "unknown-path")
	if !slices.ContainsFunc(found, func(b *brokenRule) bool { return b.path != nil }) {
		return nil
	}
	return &diagnosed{findings: found, confidence: records.Likely, stack: q.stack(found),
		title: "files are mounted at the root: they answer the methods that no route has, " + atPaths(templatesOf(found))}
}

// filePaths are the paths whose GET is served as files are, and where no other method reaches a
// handler or is forbidden.
func (q *inquiry) filePaths() map[*records.Path]bool {
	files := map[*records.Path]bool{}
	for i := range q.record.Paths {
		path := &q.record.Paths[i]
		get := q.spot(path, http.MethodGet)
		if get == nil || get.cell.Answer != records.Served || (!get.response().LooksLikeFile() && !slices.ContainsFunc(q.paths[path], refusedForFile)) {
			continue
		}
		files[path] = !slices.ContainsFunc(q.paths[path], func(s *spot) bool {
			// A 403 says that writing is meant to be there: see findPermission.
			return q.handled(s) || (!records.IsSafe(s.cell.Method) && s.status() == 403)
		})
	}
	return files
}

// refusedForFile: Vercel has a code for a method that a file does not take.
func refusedForFile(s *spot) bool {
	return s.response() != nil && s.response().Value("X-Vercel-Error") == "INVALID_REQUEST_METHOD"
}

// handled: an unsafe method reached a handler, or an application refused it.
func (q *inquiry) handled(s *spot) bool {
	if records.IsSafe(s.cell.Method) || s.last() == nil {
		return false
	}
	if s.response().LooksLikeFile() {
		return false // Apache httpd answers POST with the file, or 412 for its tag
	}
	if s.cell.Answer == records.Served || s.cell.Answer == records.Routed {
		return true
	}
	return (s.layer().Kind == layers.Framework || s.layer().Kind == layers.App) && !q.refusedAnywhere(s.last())
}

// refusedAnywhere: a path that does not exist is answered 405 in the same way, and its GET is not found, so that
// what refuses has not looked for a route: express.static without fallthrough does so.
func (q *inquiry) refusedAnywhere(refused *records.Exchange) bool {
	return q.notFoundByGet() && slices.ContainsFunc(q.record.Controls, func(x records.Exchange) bool {
		return x.Method != http.MethodGet && x.Status() == http.StatusMethodNotAllowed && records.Same(&x, refused)
	})
}
