package probe

import (
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// Step is one request of a plan, or one that is withheld, for people and programs to read.
type Step struct {
	// Send is "always", "if needed" (a control that only some answers call for) or "withheld".
	Send   string `json:"send"`
	Method string `json:"method"`
	// URL is path and query. What a list returns at run time is not known yet: it may take the
	// place of a value whose Else says so.
	URL string `json:"url"`
	// Purpose is "cell", "control", "list", "absent-id", "cleanup", that of a [Side], or "token" for a request
	// whose URL is whole.
	Purpose  string `json:"purpose"`
	Template string `json:"template,omitempty"`
	Declared bool   `json:"declared"`
	// Mode is the least mode that sends it.
	Mode   Mode          `json:"mode"`
	Guard  records.Guard `json:"guard,omitempty"`
	Values []StepValue   `json:"values,omitempty"`
	Body   string        `json:"body,omitempty"`
	// BodySource says where the body came from; empty when none is sent, or a guard's is.
	BodySource spec.Source `json:"body_source,omitempty"`
	// BodyGiven are the members of the body that the user gave, where the rest came from BodySource.
	BodyGiven []string `json:"body_given,omitempty"`
	// Credentials are the security schemes whose credentials go along, beside what goes everywhere.
	Credentials []string `json:"credentials,omitempty"`
	// Lacks names the credentials that the contract asks for and nobody gave.
	Lacks string `json:"lacks,omitempty"`
	// Again names the second identity, who asks too if the answer is 401 or 403; by an unsafe method
	// if it is 403, and guarded unless it is about what the run created and creates nothing.
	Again string `json:"again,omitempty"`
	// IfNamed are optional parameters; those that a 400 or 422 names go along when it is sent again.
	IfNamed []string `json:"if_named,omitempty"`
	// Why says why it is withheld, or when it is needed.
	Why string `json:"why,omitempty"`
}

// StepValue is a parameter's value and what may take its place at run time.
type StepValue struct {
	spec.Value
	// Else is "harvested from GET /tasks"; empty for none.
	Else string `json:"else,omitempty"`
}

// String is the value as a line of the plan shows it.
func (v StepValue) String() string {
	if v.From != "" {
		return fmt.Sprintf("%s (created by %s)", v.Name, v.From)
	}
	text := fmt.Sprintf("%s=%s (%s)", v.Name, v.Text, v.Source)
	if v.Else != "" {
		text += " or " + v.Else
	}
	return text
}

// Steps are the plan's requests in the order in which a single worker would send them, but that
// what is asked beside a cell stands with the cell.
func (p *Plan) Steps() iter.Seq[Step] {
	return func(yield func(Step) bool) {
		for _, step := range p.controlSteps() {
			if !yield(step) {
				return
			}
		}
		rows := p.rowsSteps()
		if p.Options.Mode == Full {
			rows = p.fullSteps()
		}
		for step := range rows {
			if !yield(step) {
				return
			}
		}
	}
}

// rowsSteps are the requests of all rows in the order of the contract.
func (p *Plan) rowsSteps() iter.Seq[Step] {
	return func(yield func(Step) bool) {
		for _, row := range p.Rows {
			for _, step := range p.rowSteps(row) {
				if !yield(step) {
					return
				}
			}
		}
	}
}

func (p *Plan) controlSteps() []Step {
	steps := p.choiceSteps()
	path := newControls(p, nil).randomPath("")
	if path == "" {
		return steps
	}
	for _, column := range p.Columns {
		switch {
		case column.Method == http.MethodGet, column.Method == "OPTIONS", column.calibrates():
			steps = append(steps, Step{Send: "always", Method: column.Method, URL: p.base + path, Purpose: "control", Mode: ReadOnly, Credentials: p.authorizer.usual.schemes})
			if column.Method == "QUERY" && column.calibrates() {
				steps = append(steps, Step{Send: "if needed", Method: secondStandIn, URL: p.base + path, Purpose: "control", Mode: ReadOnly, Credentials: p.authorizer.usual.schemes,
					Why: "where QUERY is answered before any router: whether " + secondStandIn + " gets further"})
			}
		case p.Options.Mode == Full && isKnownUnsafe(column.Method):
			steps = append(steps, Step{Send: "always", Method: column.Method, URL: p.base + path, Purpose: "control", Mode: Full, Credentials: p.authorizer.usual.schemes,
				Why: "and beside a 4xx or 5xx to such a request, at a path that does not exist in the same part of the API"})
		case p.Options.Mode == GuardedMode && isKnownUnsafe(column.Method):
			steps = append(steps, Step{Send: "if needed", Method: column.Method, URL: p.base + path, Purpose: "control", Mode: GuardedMode, Guard: records.NoSuchPath, Credentials: p.authorizer.usual.schemes,
				Why: "beside a 4xx or 5xx to such a request, with the same content: whether a path that does not exist, in the same part of the API, gets the same"})
		}
	}
	for _, method := range p.preflighted() {
		steps = append(steps, Step{Send: "if needed", Method: http.MethodOptions, URL: p.base + path, Purpose: preflightPurpose, Mode: ReadOnly,
			Why: "whether CORS is on, and the same everywhere: the preflight for " + method})
	}
	return steps
}

// isKnownUnsafe reports whether a method is one of the unsafe ones that every run asks about.
func isKnownUnsafe(method string) bool {
	return slices.Contains([]string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}, method)
}

func (p *Plan) rowSteps(row *Row) []Step {
	values, _ := row.firstValues(func(Param) *spec.Value { return nil })
	url := row.url(values)
	var steps []Step
	for _, param := range row.Params {
		if param.List != nil && param.Given == nil {
			steps = append(steps, Step{Send: "if needed", Method: http.MethodGet, URL: param.List.Base + param.List.Item.Template,
				Purpose: "list", Template: row.Item.Template, Declared: true, Mode: ReadOnly,
				Credentials: param.List.cell(http.MethodGet).Schemes, Why: "its items have values for {" + param.Name + "}"})
		}
	}
	steps = append(steps, p.absentStep(row, values)...)
	for _, cell := range row.Cells {
		step := p.cellStep(row, cell, url, values)
		if cell.Withheld != "" {
			step.Send, step.Why = "withheld", cell.Withheld+"; would decide: "+decidingMode(cell, p.Options.Mode)
		} else if absent, ok := row.absentValues(values); ok && cell.Guard.NamesAbsent() {
			step.URL, step.Values = row.url(absent), stepValues(row, absent)
		}
		steps = append(append(steps, step), cell.sideSteps(step)...)
	}
	return steps
}

// cellStep is the request of a cell at a URL.
func (p *Plan) cellStep(row *Row, cell *Planned, url string, values []spec.Value) Step {
	step := Step{Send: "always", Method: cell.Method, URL: url, Purpose: "cell", Template: row.Item.Template, Declared: cell.Operation != nil,
		Mode: cell.Needs, Guard: cell.Guard, Body: string(cell.Body), BodySource: cell.BodySource, Values: stepValues(row, values),
		Credentials: cell.Schemes, Lacks: cell.lacks}
	for _, in := range cell.inputs {
		step.Values = append(step.Values, StepValue{Value: in.value, Else: p.elseFor(cell, in)})
	}
	if given := p.Options.Inputs[cell.Operation].Body; cell.BodySource != "" && cell.BodySource != spec.Given {
		step.BodyGiven = givenNames(given)
	}
	if cell.Withheld == "" && records.IsSafe(cell.Method) {
		step.IfNamed = cell.optional()
	}
	if cell.Query != "" {
		step.URL += "?" + cell.Query
	}
	if cell.Withheld == "" && cell.Method != http.MethodTrace {
		step.Again = p.Options.As
	}
	return step
}

func (p *Plan) absentStep(row *Row, values []spec.Value) []Step {
	for _, cell := range row.Cells {
		absent, ok := row.absentValues(values)
		if ok && cell.Withheld == "" && cell.Guard.NamesAbsent() {
			return []Step{{Send: "always", Method: http.MethodGet, URL: row.url(absent), Purpose: "absent-id", Template: row.Item.Template,
				Declared: true, Mode: ReadOnly, Credentials: row.cell(http.MethodGet).Schemes, Values: stepValues(row, absent), Why: "proves that the id names nothing; another one once, where this is refused for its form"}}
		}
	}
	return nil
}

func stepValues(row *Row, values []spec.Value) []StepValue {
	var found []StepValue
	for i, v := range values {
		value := StepValue{Value: v}
		switch list, links := row.Params[i].List, row.Params[i].links; {
		case v.Source == spec.Absent:
			value.Else = otherForm
		case v.Source == spec.Given || v.Source == spec.Created:
		case len(links) > 0:
			value.Else = "given by " + links[0].String()
		case list != nil:
			value.Else = "harvested from GET " + list.Item.Template
		}
		found = append(found, value)
	}
	return found
}

// String is the step as one line of text.
func (s Step) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-9s %-8s %s", s.Send, s.Method, s.URL)
	note := func(format string, args ...any) { fmt.Fprintf(&b, "  "+format, args...) }
	if s.Purpose != "cell" {
		note("[%s]", s.Purpose)
	} else if !s.Declared {
		note("[undeclared]")
	}
	note("%s", s.Mode)
	if s.Guard != records.NoGuard && s.Send != "withheld" {
		note("guard: %s", s.Guard)
	}
	for _, v := range s.Values {
		note("%s", v)
	}
	if s.BodySource != "" {
		note("body: %s", s.BodySource)
		if len(s.BodyGiven) > 0 {
			b.WriteString(", given " + strings.Join(s.BodyGiven, ", "))
		}
	}
	if len(s.Credentials) > 0 {
		note("credentials: %s", strings.Join(s.Credentials, ", "))
	}
	if len(s.IfNamed) > 0 {
		note("and again with the parameters that a refusal names")
	}
	switch {
	case s.Again == "":
	case records.IsSafe(s.Method):
		note("and as %s if answered 401 or 403", s.Again)
	default:
		note("and as %s if answered 403", s.Again)
	}
	if s.Lacks != "" {
		note("no credential for %s", s.Lacks)
	}
	if s.Why != "" {
		note("— %s", s.Why)
	}
	return b.String()
}
