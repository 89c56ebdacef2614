package probe

import (
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/spec"
)

// tellsAcceptPatch: the first answer of the path whose Accept-Patch is wrong, or the first that
// has one. The rule speaks once a path.
func tellsAcceptPatch(s *site) bool {
	return s.cell == s.run.first(func(c *cellRun) bool { return hasAcceptPatch(c) && len(s.run.foreignPatches(c)) > 0 }, hasAcceptPatch)
}

// hasAcceptPatch: an answer names a media type in Accept-Patch. An empty field, as Spring sends it
// with every OPTIONS, names none.
func hasAcceptPatch(c *cellRun) bool {
	return asked(c) && c.response() != nil && strings.Trim(strings.Join(c.response().Values("Accept-Patch"), ""), " \t,") != ""
}

// first is the first cell of the path for which the first condition that any cell meets holds;
// nil when none does.
func (run *rowRun) first(conditions ...func(*cellRun) bool) *cellRun {
	for _, condition := range conditions {
		if i := slices.IndexFunc(run.cells, condition); i >= 0 {
			return run.cells[i]
		}
	}
	return nil
}

func judgeAcceptPatch(s *site) outcome {
	got := "Accept-Patch: " + strings.Join(s.cell.response().Values("Accept-Patch"), ", ")
	patch := s.run.row.cell(http.MethodPatch)
	switch {
	case patch != nil && patch.Overlaps != "":
		return open(fmt.Sprintf("overlaps %s, which declares PATCH and matches the same URL", patch.Overlaps), "the contract, by saying what PATCH does here")
	case s.run.row.Item.Operation(http.MethodPatch) == nil:
		return broken("Accept-Patch, where PATCH is not declared", got, "no Accept-Patch", "Accept-Patch")
	}
	foreign := s.run.foreignPatches(s.cell)
	if len(foreign) == 0 {
		return kept()
	}
	return broken("Accept-Patch names media types that the contract does not declare", got+", with "+strings.Join(foreign, ", "),
		"the media types of PATCH in the contract", "Accept-Patch")
}

// foreignPatches are the media types of an answer's Accept-Patch that the contract does not
// declare for PATCH. A PATCH without content in the contract says nothing of media types.
func (run *rowRun) foreignPatches(c *cellRun) []string {
	op := run.row.Item.Operation(http.MethodPatch)
	if op != nil && (op.Body == nil || len(op.Body.Content) == 0) {
		return nil
	}
	var foreign []string
	for _, line := range c.response().Values("Accept-Patch") {
		for element := range strings.SplitSeq(line, ",") {
			essence := essenceOf(element)
			if essence != "" && (op == nil || !declaresContent(op.Body, essence)) {
				foreign = append(foreign, essence)
			}
		}
	}
	return foreign
}

// declaresContent reports whether a request body is declared in a media type, by itself or by a
// range.
func declaresContent(body *spec.Body, essence string) bool {
	return slices.ContainsFunc(body.Content, func(m spec.MediaType) bool { return inRange(essence, essenceOf(m.Name)) })
}

// inRange reports whether a media type is in a range: "application/json" is in "application/*".
func inRange(essence, mediaRange string) bool {
	kind, isRange := strings.CutSuffix(mediaRange, "*")
	return essence == mediaRange || mediaRange == "*/*" || isRange && kind != "" && strings.HasPrefix(essence, kind)
}

// essenceOf is a media type without parameters, in lower case.
func essenceOf(name string) string {
	if essence, _, err := mime.ParseMediaType(name); err == nil {
		return essence
	}
	essence, _, _ := strings.Cut(name, ";")
	return strings.ToLower(strings.TrimSpace(essence))
}
