package probe

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/prose"
	"github.com/verbatim-http/verbatim/probe/records"
)

// namesBuild matches the names of fields by which a deployment says which version of it answered.
var namesBuild = regexp.MustCompile(`(?i)^[a-z-]*(version|revision|release|build|commit)(-[a-z]+)?$`)

// noteVersions says where answers of one path name two versions of what gave them: what holds for one
// need not hold for the other. Only answers of routers count: what is served may have a version too.
func noteVersions(record *records.Run) {
	var said []string
	tells := map[string]bool{}
	for i := range record.Paths {
		if values := versionsAt(&record.Paths[i], tells); len(values) > 1 {
			said = append(said, fmt.Sprintf("%s (%s)", record.Paths[i].Template, prose.Conjoined(values)))
		}
	}
	if len(said) == 0 {
		return
	}
	at := strings.Join(said[:min(len(said), shownDiscords)], ", ")
	if more := len(said) - shownDiscords; more > 0 {
		at += fmt.Sprintf(" and %d more", more)
	}
	record.Notices = append(record.Notices, records.Notice{Kind: "inconsistent",
		Text: "two versions answer behind this address, at " + at + ": each verdict holds for the one that answered",
		Hint: "run again when the deployment is done, or against each version"})
}

// versionsAt are the lines by which the routers behind a path name different versions, sorted; none
// where they name one. tells keeps which names of fields tell: a run sees few, thousands of times.
func versionsAt(path *records.Path, tells map[string]bool) []string {
	byName := map[string][]string{}
	for i := range path.Cells {
		for _, x := range slices.Concat(path.Cells[i].Exchanges, path.Cells[i].Side) {
			if status := x.Status(); status != 404 && status != 405 && (x.Method != http.MethodOptions || status == 0) {
				continue
			}
			for _, line := range x.Response.Fields {
				name, _, _ := strings.Cut(line, ":")
				if _, known := tells[name]; !known {
					tells[name] = namesBuild.MatchString(name)
				}
				if tells[name] && !slices.Contains(byName[name], line) {
					byName[name] = append(byName[name], line)
				}
			}
		}
	}
	var lines []string
	for _, named := range byName {
		if len(named) > 1 {
			lines = append(lines, named...)
		}
	}
	slices.Sort(lines)
	return lines
}
