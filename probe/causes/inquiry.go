package causes

import (
	"slices"

	"github.com/verbatim-http/verbatim/probe/allow"
	"github.com/verbatim-http/verbatim/probe/records"
)

// spot is a cell and where it is.
type spot struct {
	path *records.Path
	cell *records.Cell
	// allow is the Allow field of the answer; nil where there is none.
	allow *allow.Field
}

// brokenRule is a finding and where it is.
type brokenRule struct {
	*spot
	check *records.Check
}

// inquiry is a record under diagnosis.
type inquiry struct {
	record *records.Run
	// spots are all cells in the order of the matrix, the unknown path's last.
	spots []*spot
	// broken are the findings that no cause explains yet.
	broken []*brokenRule
	// servers are the names of the layers that served a declared method, and not from a file.
	servers map[string]bool
	// explained are the cells without findings that a cause explains.
	explained map[*spot]bool
	// paths are the spots of each path.
	paths map[*records.Path][]*spot
	// files are the paths that are served as files: see filePaths.
	files map[*records.Path]bool
	// filtered says of methods whether they are refused whatever the path: see byMethodAlone.
	filtered map[string]bool
}

func newInquiry(record *records.Run) *inquiry {
	q := &inquiry{record: record, paths: map[*records.Path][]*spot{}, servers: map[string]bool{}, explained: map[*spot]bool{}, filtered: map[string]bool{}}
	add := func(path *records.Path, cells []records.Cell) {
		for i := range cells {
			s := newSpot(path, &cells[i])
			q.spots = append(q.spots, s)
			if s.cell.Declared && s.cell.Answer == records.Served && !s.response().LooksLikeFile() {
				q.servers[s.layer().Name] = true
			}
			q.paths[path] = append(q.paths[path], s)
			q.broken = append(q.broken, s.findings()...)
		}
	}
	for i := range record.Paths {
		add(&record.Paths[i], record.Paths[i].Cells)
	}
	add(nil, record.Unknown)
	q.files = q.filePaths()
	return q
}

func newSpot(path *records.Path, cell *records.Cell) *spot {
	s := &spot{path: path, cell: cell}
	if r := s.response(); r != nil {
		s.allow = allow.Parse(r)
	}
	return s
}

// findings are the broken rules of a cell.
func (s *spot) findings() []*brokenRule {
	var broken []*brokenRule
	for i := range s.cell.Checks {
		if s.cell.Checks[i].Finding != nil {
			broken = append(broken, &brokenRule{s, &s.cell.Checks[i]})
		}
	}
	return broken
}

// findings are the findings of some rules that no cause explains yet and that a condition holds
// for; a nil condition holds for all.
func (q *inquiry) findings(holds func(*brokenRule) bool, rules ...string) []*brokenRule {
	var found []*brokenRule
	for _, b := range q.broken {
		if slices.Contains(rules, b.check.Rule) && (holds == nil || holds(b)) {
			found = append(found, b)
		}
	}
	return found
}

// among are the findings of some rules at some paths.
func (q *inquiry) among(paths map[*records.Path]bool, rules ...string) []*brokenRule {
	return q.findings(func(b *brokenRule) bool { return paths[b.path] }, rules...)
}

func (s *spot) name() records.CellName {
	if s.path == nil {
		return records.CellName{Method: s.cell.Method}
	}
	return records.CellName{Method: s.cell.Method, Template: s.path.Template}
}

// last is the exchange that the cell's answer is about; nil when nothing was sent.
func (s *spot) last() *records.Exchange {
	if n := len(s.cell.Exchanges); n > 0 {
		return &s.cell.Exchanges[n-1]
	}
	return nil
}

func (s *spot) response() *records.Response {
	if x := s.last(); x != nil {
		return x.Response
	}
	return nil
}

// status is the status of the cell's answer; 0 where there is none.
func (s *spot) status() int { return s.last().Status() }

// last is the exchange that the finding is about; nil when nothing was sent.
func (b *brokenRule) last() *records.Exchange { return b.cell.About(b.check.Finding) }

func (b *brokenRule) response() *records.Response {
	if x := b.last(); x != nil {
		return x.Response
	}
	return nil
}

// status is that of the answer that the finding is about; 0 where there is none.
func (b *brokenRule) status() int { return b.last().Status() }

// asked reports whether the user asked about the method, or it is implied by one.
func (s *spot) asked() bool {
	return s.cell.Kind == records.Core || s.cell.Kind == records.Implied || s.cell.Declared
}

// spot is the cell of a method at a path; nil where there is none.
func (q *inquiry) spot(path *records.Path, method string) *spot {
	for _, s := range q.paths[path] {
		if s.cell.Method == method {
			return s
		}
	}
	return nil
}

// unknown is the answer to GET of a path that does not exist; nil where it was not asked.
func (q *inquiry) unknown() *spot { return q.spot(nil, "GET") }

// pathsOf are the paths of some findings.
func pathsOf(findings []*brokenRule) map[*records.Path]bool {
	paths := map[*records.Path]bool{}
	for _, b := range findings {
		paths[b.path] = true
	}
	return paths
}
