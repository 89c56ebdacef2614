package probe

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/prose"
)

// Cause is a diagnosis of one run: why many cells are as they are, and how to mend it.
type Cause struct {
	// ID is that of a row of [Diagnoses].
	ID string `json:"id"`
	// Title is one sentence about this run: who does what, and where.
	Title string `json:"title"`
	// Explanation says what goes on, in several sentences.
	Explanation string `json:"explanation"`
	// Confidence says how sure the diagnosis is.
	Confidence Confidence `json:"confidence"`
	// Stack is the software that has to be changed, such as "nginx"; empty where it is not known.
	Stack string `json:"stack,omitempty"`
	// Mend is what to change, in several lines; for Stack where that is known.
	Mend string `json:"mend"`
	// Links lead to the documentation behind the mend.
	Links []string `json:"links,omitempty"`
	// Cells are those that it explains, in the order of the matrix.
	Cells []CellName `json:"cells"`
	// Findings is how many findings it explains; 0 where it says why nothing was decided.
	Findings int `json:"findings"`
}

// CellName names a cell.
type CellName struct {
	Method string `json:"method"`
	// Template is the path template; empty for the path that does not exist.
	Template string `json:"template,omitempty"`
}

// Confidence says how sure a diagnosis is.
type Confidence string

const (
	// Certain means that nothing else gives these answers.
	Certain Confidence = "certain"
	// Likely means that something else could give them, and rarely does.
	Likely Confidence = "likely"
	// Possible means worth looking at first.
	Possible Confidence = "possible"
)

// Diagnosis is one row of the table of causes.
type Diagnosis struct {
	// ID is stable and kebab-case.
	ID string
	// Title says what is wrong, for any target.
	Title string
	// Explanation says what goes on, in several sentences.
	Explanation string
	// Seen says by which answers it is known.
	Seen string
	// Mend is what to do where the stack is not known; see [prose.MendsOf] for the others.
	Mend string
	// Links lead to the documentation behind it.
	Links []string

	// find looks for it in a record; nil where one record cannot show it.
	find func(*inquiry) *diagnosed
}

// mendFor is what to change for a cause of a kind in a stack.
func (d *Diagnosis) mendFor(kind, stack string) string {
	return cmp.Or(prose.MendFor(d.ID, kind, stack), d.Mend)
}

// diagnosed is what a row found in a record.
type diagnosed struct {
	// title is the sentence about this run; empty takes the row's.
	title      string
	confidence Confidence
	// stack is the software to change; empty where it is not known.
	stack string
	// findings are those that it explains.
	findings []*brokenRule
	// open are cells without findings that it explains too: undecided ones.
	open []*spot
	// kind is which of several kinds of the cause it is, where each has a mend of its own; empty
	// where there is one kind.
	kind string
}

// spot is a cell and where it is.
type spot struct {
	path *Path
	cell *Cell
	// allow is the Allow field of the answer; nil where there is none.
	allow *allowField
}

// brokenRule is a finding and where it is.
type brokenRule struct {
	*spot
	check *Check
}

// inquiry is a record under diagnosis.
type inquiry struct {
	record *Record
	// spots are all cells in the order of the matrix, the unknown path's last.
	spots []*spot
	// broken are the findings that no cause explains yet.
	broken []*brokenRule
	// servers are the names of the layers that served a declared method, and not from a file.
	servers map[string]bool
	// explained are the cells without findings that a cause explains.
	explained map[*spot]bool
	// paths are the spots of each path.
	paths map[*Path][]*spot
	// filtered says of methods whether they are refused whatever the path: see byMethodAlone.
	filtered map[string]bool
}

// diagnose finds the causes of a record: the rows of the table in their order, each among the
// findings that those before it left. The causes are then sorted: what fails the run first, then
// most cells first.
func diagnose(record *Record) {
	q := newInquiry(record)
	for i := range diagnoses {
		row := &diagnoses[i]
		if row.find == nil {
			continue
		}
		found := row.find(q)
		if found == nil {
			continue
		}
		found.open = slices.DeleteFunc(found.open, func(s *spot) bool { return q.explained[s] })
		if len(found.findings)+len(found.open) > 0 {
			record.Causes = append(record.Causes, q.accept(row, found))
		}
	}
	gravity := q.gravity()
	slices.SortStableFunc(record.Causes, func(a, b Cause) int {
		return cmp.Or(cmp.Compare(gravity[b.ID], gravity[a.ID]), cmp.Compare(len(b.Cells), len(a.Cells)))
	})
}

// gravity is, for each cause, that of the gravest finding that it explains.
func (q *inquiry) gravity() map[string]int {
	worst := map[string]int{}
	for _, s := range q.spots {
		for _, check := range s.cell.Checks {
			if check.Finding != nil && check.Finding.Cause != "" {
				worst[check.Finding.Cause] = max(worst[check.Finding.Cause], severity(check.Outcome))
			}
		}
	}
	return worst
}

func newInquiry(record *Record) *inquiry {
	q := &inquiry{record: record, paths: map[*Path][]*spot{}, servers: map[string]bool{}, explained: map[*spot]bool{}, filtered: map[string]bool{}}
	add := func(path *Path, cells []Cell) {
		for i := range cells {
			s := newSpot(path, &cells[i])
			q.spots = append(q.spots, s)
			if s.cell.Declared && s.cell.Answer == Served && !looksLikeFile(s.response()) {
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
	return q
}

func newSpot(path *Path, cell *Cell) *spot {
	s := &spot{path: path, cell: cell}
	if r := s.response(); r != nil {
		s.allow = parseAllow(r)
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

// accept makes a cause of what a row found and takes its findings off the list.
func (q *inquiry) accept(row *Diagnosis, found *diagnosed) Cause {
	c := Cause{ID: row.ID, Title: row.Title, Explanation: row.Explanation, Confidence: found.confidence,
		Stack: found.stack, Links: row.Links, Findings: len(found.findings)}
	if found.title != "" {
		c.Title = found.title
	}
	c.Mend = row.mendFor(found.kind, found.stack)
	explained := map[*spot]bool{}
	for _, s := range found.open {
		explained[s], q.explained[s] = true, true
	}
	for _, b := range found.findings {
		b.check.Finding.Cause = row.ID
		explained[b.spot] = true
	}
	for _, s := range q.spots {
		if explained[s] {
			c.Cells = append(c.Cells, s.name())
		}
	}
	q.broken = slices.DeleteFunc(q.broken, func(b *brokenRule) bool { return b.check.Finding.Cause != "" })
	return c
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
func (q *inquiry) among(paths map[*Path]bool, rules ...string) []*brokenRule {
	return q.findings(func(b *brokenRule) bool { return paths[b.path] }, rules...)
}

func (s *spot) name() CellName {
	if s.path == nil {
		return CellName{Method: s.cell.Method}
	}
	return CellName{s.cell.Method, s.path.Template}
}

// last is the exchange that the cell's answer is about; nil when nothing was sent.
func (s *spot) last() *Exchange {
	if n := len(s.cell.Exchanges); n > 0 {
		return &s.cell.Exchanges[n-1]
	}
	return nil
}

func (s *spot) response() *Response {
	if x := s.last(); x != nil {
		return x.Response
	}
	return nil
}

// status is the status of the cell's answer; 0 where there is none.
func (s *spot) status() int { return statusOf(s.last()) }

// last is the exchange that the finding is about; nil when nothing was sent.
func (b *brokenRule) last() *Exchange { return b.cell.About(b.check.Finding) }

func (b *brokenRule) response() *Response {
	if x := b.last(); x != nil {
		return x.Response
	}
	return nil
}

// status is that of the answer that the finding is about; 0 where there is none.
func (b *brokenRule) status() int { return statusOf(b.last()) }

// asked reports whether the user asked about the method, or it is implied by one.
func (s *spot) asked() bool { return s.cell.Kind == Core || s.cell.Kind == Implied || s.cell.Declared }

// spot is the cell of a method at a path; nil where there is none.
func (q *inquiry) spot(path *Path, method string) *spot {
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
func pathsOf(findings []*brokenRule) map[*Path]bool {
	paths := map[*Path]bool{}
	for _, b := range findings {
		paths[b.path] = true
	}
	return paths
}

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
	return conjoined(methods)
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
	return "at " + conjoined(templates)
}

func (s *spot) template() string {
	if s.path == nil {
		return "a path that does not exist"
	}
	return s.path.Template
}

// conjoined joins words: "GET, PUT and DELETE".
func conjoined(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
