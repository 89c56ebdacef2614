package probe

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// choice is a list of alternatives that operations name and that the user gave credentials for more
// than one of. The first goes along, unless the target refuses it where the choice is tried.
type choice struct {
	operations []*spec.Operation
	options    [][]string
	// cell is the GET that it is tried with, and url where; nil where there is none that is sure to
	// reach one of the operations.
	cell          *Planned
	url, template string
}

// choices are those of the contract, in its order.
func (p *Plan) choices() []*choice {
	var found []*choice
	known := map[string]*choice{}
	for _, row := range p.Rows {
		for _, op := range row.Item.Operations {
			options := p.authorizer.options(op)
			if len(options) < 2 {
				continue
			}
			key := fmt.Sprint(op.Security)
			c := known[key]
			if c == nil {
				c = &choice{options: options}
				known[key], found = c, append(found, c)
			}
			c.operations = append(c.operations, op)
			if url := p.triedAt(row, op); url != "" && (c.cell == nil || strings.Count(url, "/") < strings.Count(c.url, "/")) {
				c.cell, c.url, c.template = row.cell(http.MethodGet), url, row.Item.Template
			}
		}
	}
	return found
}

// triedAt is the path of a GET with which an operation's credentials are tried; "" for none.
func (p *Plan) triedAt(row *Row, op *spec.Operation) string {
	cell := row.cell(http.MethodGet)
	if op.Method != http.MethodGet || cell == nil || cell.Withheld != "" || endsSession(row.Item.Template) {
		return ""
	}
	values, ok := row.firstValues(func(Param) *spec.Value { return nil })
	if url := row.url(values); ok && !p.fallsOn(row, url) {
		return url
	}
	return ""
}

// options are the alternatives of an operation that all credentials were given for, the one that goes
// along first.
func (a *authorizer) options(op *spec.Operation) [][]string {
	var all [][]string
	for _, names := range op.Security {
		if len(names) > 0 && a.has(names) {
			all = append(all, names)
		}
	}
	return all
}

// with is the request that tries one of the options.
func (c *choice) with(option []string) Request {
	r := c.cell.request("control", c.url)
	r.Schemes = option
	return r
}

// settleChoices asks once for every choice whether the target takes the credentials that go along,
// and where it answers 401 takes the next that it does not refuse. It is done before anything else,
// so that unsafe requests go out with the right ones: they are never sent twice.
func (r *runner) settleChoices(ctx context.Context, record *records.Run) {
	for _, c := range r.plan.choices() {
		if c.cell == nil {
			continue
		}
		refused := r.controls.exchange(ctx, c.with(c.options[0]))
		if refused.Status() != http.StatusUnauthorized {
			continue
		}
		for _, option := range c.options[1:] {
			if r.wire.authenticateWith(ctx, r.wire.keys, option) != nil {
				continue // kept as the keyring's trouble
			}
			x := r.controls.exchange(ctx, c.with(option))
			if x.Response == nil || x.Response.Status == http.StatusUnauthorized {
				continue
			}
			for _, op := range c.operations {
				r.wire.keys.prefer(r.plan.authorizer.operation(op).schemes, option)
			}
			record.Notices = append(record.Notices, records.Notice{Kind: "alternative",
				Text: fmt.Sprintf("%s %s answered 401 to the credentials for %s; those for %s were answered %d, and go along wherever the contract takes either",
					refused.Method, c.template, strings.Join(c.options[0], " and "), strings.Join(option, " and "), x.Response.Status),
				Hint: "renew the first, or leave them out"})
			break
		}
	}
}

// otherCredentials names the credentials that would go with a cell if those that do had not been given;
// "" where the contract takes no others that were.
func (run *rowRun) otherCredentials(cell *cellRun) string {
	if cell.Operation == nil {
		return ""
	}
	used := run.wire.keys.chosen(cell.Schemes)
	for _, option := range run.plan.authorizer.options(cell.Operation) {
		if !slices.Equal(option, used) {
			return strings.Join(option, " and ")
		}
	}
	return ""
}

// choiceSteps are the requests of settleChoices.
func (p *Plan) choiceSteps() []Step {
	var steps []Step
	for _, c := range p.choices() {
		if c.cell == nil {
			continue
		}
		for i, option := range c.options {
			step := Step{Send: "if needed", Method: http.MethodGet, URL: c.with(option).URL, Purpose: "control", Template: c.template, Declared: true, Mode: ReadOnly,
				Credentials: option, Why: "where the credentials before are answered 401: whether these are taken, and then go along wherever the contract takes either"}
			if i == 0 {
				step.Send, step.Why = "always", "whether the first of the credentials that the contract takes here are taken"
			}
			steps = append(steps, step)
		}
	}
	return steps
}

// SpareSchemes are the security schemes whose credentials go along only where the target refuses
// others, by name.
func (p *Plan) SpareSchemes() []string {
	used := p.UsedSchemes()
	var spare []string
	for _, c := range p.choices() {
		for _, name := range slices.Concat(c.options...) {
			if c.cell != nil && !slices.Contains(used, name) && !slices.Contains(spare, name) {
				spare = append(spare, name)
			}
		}
	}
	slices.Sort(spare)
	return spare
}
