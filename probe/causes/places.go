package causes

import (
	"fmt"
	"slices"

	"github.com/verbatim-http/verbatim/probe/prose"
)

// methodsAndPaths says which methods at which paths: "PUT and DELETE at /tasks/{id}", "GET, PUT
// and 3 more at 31 paths".
func methodsAndPaths(findings []*brokenRule) string {
	return methodsOf(findings) + " " + atPaths(templatesOf(findings))
}

// methodsOf are the methods of some findings, each once: "GET, PUT and 3 more".
func methodsOf(findings []*brokenRule) string {
	var methods []string
	for _, b := range findings {
		if !slices.Contains(methods, b.cell.Method) {
			methods = append(methods, b.cell.Method)
		}
	}
	const shown = 5
	if more := len(methods) - shown; more > 1 {
		methods = append(methods[:shown], fmt.Sprintf("%d more", more))
	}
	return prose.Conjoined(methods)
}

// verb is the form of a verb that goes with the methods of some findings.
func verb(findings []*brokenRule, one, several string) string {
	for _, b := range findings {
		if b.cell.Method != findings[0].cell.Method {
			return several
		}
	}
	return one
}

// atPaths says where: "at /tasks and /health", "at 31 paths".
func atPaths(templates []string) string {
	if len(templates) > 2 {
		return fmt.Sprintf("at %d paths", len(templates))
	}
	return "at " + prose.Conjoined(templates)
}

func (s *spot) template() string {
	if s.path == nil {
		return "a path that does not exist"
	}
	return s.path.Template
}
