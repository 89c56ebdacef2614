package probe

import (
	"net/http"
	"strings"

	"github.com/verbatim-http/verbatim/spec"
)

// Param is a path parameter of a row and the places where its value may come from.
type Param struct {
	Name string
	// Given is the user's value; nil when there is none, and then nothing else is asked.
	Given *spec.Value
	// Contract is the value that the contract offers: an example, a default, an enumeration or
	// one generated from the schema. Nil when none can be had.
	Contract *spec.Value
	// List is the row whose declared GET lists values for this parameter; nil when there is none.
	List *Row
	// links lead from safe methods to this parameter.
	links []leading
	// Absent is a value that no resource has; nil when the schema leaves no room for one.
	Absent *spec.Value
}

// params works out where the values of a row's path parameters may come from.
func (p *Plan) params(row *Row) []Param {
	var params []Param
	for _, declared := range row.Item.Parameters {
		param := Param{Name: declared.Name, List: p.listOf(row, declared.Name), links: p.leadingTo(row.Item, declared.Name)}
		if text, ok := p.given(row.Item.Template, declared.Name); ok {
			param.Given = &spec.Value{Name: declared.Name, In: "path", Text: text, Source: spec.Given}
		}
		if v, err := declared.Sample(); err == nil && v.Text != "" {
			param.Contract = &v
		}
		if v, ok := declared.Absent(); ok {
			param.Absent = &v
		}
		params = append(params, param)
	}
	return params
}

// listOf returns the row of the collection in which a parameter picks a member, when it
// declares GET.
func (p *Plan) listOf(row *Row, param string) *Row {
	list := p.collection(segmentsOf(row.Item.Prefix(param)), http.MethodGet)
	if list == row {
		return nil
	}
	return list
}

// firstValues are the values that are tried first: the user's, then the contract's examples,
// then what a list returned, then the contract's other offers. ok is false when a parameter
// has none.
func (r *Row) firstValues(harvest func(Param) *spec.Value) (values []spec.Value, ok bool) {
	return r.choose(func(param Param) *spec.Value {
		if param.Contract != nil && param.Contract.Source == spec.Example {
			return param.Contract
		}
		if v := param.harvested(harvest); v != nil {
			return v
		}
		return param.Contract
	})
}

// secondValues are tried when the first ones named nothing that exists: what a list returned
// goes before the contract's examples.
func (r *Row) secondValues(harvest func(Param) *spec.Value) (values []spec.Value, ok bool) {
	return r.choose(func(param Param) *spec.Value {
		if v := param.harvested(harvest); v != nil {
			return v
		}
		return param.Contract
	})
}

// absentValues keep all values but the last parameter's, which is one that no resource has.
func (r *Row) absentValues(values []spec.Value) ([]spec.Value, bool) {
	if len(r.Params) == 0 || len(values) != len(r.Params) {
		return nil, false
	}
	last := len(r.Params) - 1
	if r.Params[last].Absent == nil {
		return nil, false
	}
	return append(append([]spec.Value{}, values[:last]...), *r.Params[last].Absent), true
}

func (r *Row) choose(pick func(Param) *spec.Value) ([]spec.Value, bool) {
	values := make([]spec.Value, 0, len(r.Params))
	for _, param := range r.Params {
		v := param.Given
		if v == nil {
			v = pick(param)
		}
		if v == nil || v.Text == "" {
			return values, false
		}
		values = append(values, *v)
	}
	return values, true
}

func (p Param) harvested(harvest func(Param) *spec.Value) *spec.Value {
	if p.List == nil && len(p.links) == 0 || p.Given != nil {
		return nil
	}
	return harvest(p)
}

// url is the escaped path of the row for values in the order of its parameters.
func (r *Row) url(values []spec.Value) string {
	return r.Base + r.Item.Expand(func(name string) (string, bool) {
		for _, v := range values {
			if v.Name == name {
				return v.Text, true
			}
		}
		return "", false
	})
}

// fallsOn reports whether the URL belongs to a more concrete path item: a probe there would
// test another row ("/users/me" for "/users/{id}").
func (p *Plan) fallsOn(row *Row, url string) bool {
	matches := p.matcher.Match(strings.TrimPrefix(url, row.Base))
	return len(matches) > 0 && matches[0] != row.Item && !sameTemplate(matches[0], row.Item)
}

// sameTemplate reports whether two items differ only in the names of their parameters.
func sameTemplate(a, b *spec.PathItem) bool {
	blank := func(string) (string, bool) { return "x", true }
	return a.Expand(blank) == b.Expand(blank)
}
