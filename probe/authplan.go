package probe

import (
	"fmt"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/spec"
)

// authorization is which credentials go with a request, and what the contract asks for that
// nobody gave.
type authorization struct {
	// schemes are the security schemes whose credentials go along; never nil.
	schemes []string
	// lacks names what is missing: "the security scheme petstore_auth (oauth2)"; "" for nothing.
	lacks string
	// decides is how to give it.
	decides string
}

// authorizer chooses credentials for the cells of a plan. It knows schemes by name only.
type authorizer struct {
	contract *spec.Contract
	given    map[string]bool
	// known are the choices for lists of alternatives, which most operations share.
	known map[*[]string]authorization
	// usual is what goes where no operation says anything: see [authorizer.most].
	usual authorization
}

func newAuthorizer(contract *spec.Contract, given []string) *authorizer {
	a := &authorizer{contract: contract, given: map[string]bool{}, known: map[*[]string]authorization{}}
	for _, name := range given {
		a.given[name] = true
	}
	var all []*spec.Operation
	for _, item := range contract.Paths {
		all = append(all, item.Operations...)
	}
	a.usual = a.most(all)
	return a
}

// operation chooses the first alternative whose schemes all have credentials. Where there is
// none, what there is of the first alternative goes along, and the rest is lacking, unless an
// empty alternative says that no credential is needed.
func (a *authorizer) operation(op *spec.Operation) authorization {
	none := authorization{schemes: []string{}}
	if len(op.Security) == 0 {
		return none
	}
	key := &op.Security[0]
	if choice, ok := a.known[key]; ok {
		return choice
	}
	choice := none
	switch i := slices.IndexFunc(op.Security, func(names []string) bool { return len(names) > 0 && a.has(names) }); {
	case i >= 0:
		choice.schemes = op.Security[i]
	case !slices.ContainsFunc(op.Security, func(names []string) bool { return len(names) == 0 }):
		choice.schemes = slices.DeleteFunc(slices.Clone(op.Security[0]), func(name string) bool { return !a.given[name] })
		choice.lacks, choice.decides = a.lacking(op.Security)
	}
	a.known[key] = choice
	return choice
}

func (a *authorizer) has(names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return !a.given[name] })
}

// lacking says in words what the alternatives ask for, and how to give the first of them.
func (a *authorizer) lacking(alternatives [][]string) (lacks, decides string) {
	const most = 3
	var choices []string
	for _, names := range alternatives[:min(len(alternatives), most)] {
		var all []string
		for _, name := range names {
			kind := a.contract.SecuritySchemes[name].Type
			if kind == "" {
				kind = "not defined"
			}
			all = append(all, fmt.Sprintf("%s (%s)", name, kind))
		}
		choices = append(choices, strings.Join(all, " with "))
	}
	var flags []string
	for _, name := range alternatives[0] {
		if !a.given[name] {
			flags = append(flags, howToGive(name, a.contract.SecuritySchemes[name]))
		}
	}
	return "the security scheme " + strings.Join(choices, ", or "), strings.Join(flags, " ")
}

func howToGive(name string, scheme spec.SecurityScheme) string {
	if scheme.Type == "mutualTLS" {
		return "--cert and --key"
	}
	return "--credential " + name + "=…"
}

// most is the authorization that most of the operations use: what goes with a method that the
// path does not declare. One with credentials is preferred to one without, because a target
// tells more to those that it knows.
func (a *authorizer) most(operations []*spec.Operation) authorization {
	var choices []authorization
	counts := map[string]int{}
	for _, op := range operations {
		choice := a.operation(op)
		key := strings.Join(choice.schemes, "\n")
		if counts[key]++; counts[key] == 1 {
			choices = append(choices, choice)
		}
	}
	best := authorization{schemes: []string{}}
	for _, choice := range choices {
		more := counts[strings.Join(choice.schemes, "\n")] > counts[strings.Join(best.schemes, "\n")]
		if len(choice.schemes) > 0 && (len(best.schemes) == 0 || more) {
			best = choice
		}
	}
	if len(best.schemes) > 0 {
		return best
	}
	// Nothing goes along: what is lacking is worth saying.
	if i := slices.IndexFunc(choices, func(c authorization) bool { return c.lacks != "" }); i >= 0 {
		return choices[i]
	}
	return best
}

// authorize sets which credentials go with the requests of a row's cells.
func (p *Plan) authorize(row *Row) {
	others := p.authorizer.most(row.Item.Operations)
	for _, cell := range row.Cells {
		choice := others
		op := cell.Operation
		if op == nil && cell.Method == "HEAD" {
			op = row.Item.Operation("GET") // HEAD is compared with the GET
		}
		if op != nil {
			choice = p.authorizer.operation(op)
		}
		cell.Schemes, cell.lacks, cell.lackDecides = choice.schemes, choice.lacks, choice.decides
		if endsSession(row.Item.Template) {
			cell.Schemes, cell.lacks, cell.lackDecides = []string{}, noSession, keepsSession
		}
		if cell.Method == "TRACE" {
			cell.Schemes, cell.lacks = []string{}, ""
		}
	}
}
