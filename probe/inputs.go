package probe

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/naming"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/refusal"
	"github.com/verbatim-http/verbatim/spec"
)

// input is a query, header or cookie parameter of a request, and its value.
type input struct {
	*spec.Parameter
	value spec.Value
	// byName is set when the value names a thing that the parameter's name seems to refer to: the
	// contract does not say that it does.
	byName bool
	// linked is set when a link of the contract gave the value.
	linked bool
}

// addParameters adds the required query, header and cookie parameters, and the optional ones
// that the user gave a value for.
func (cell *Planned) addParameters(given func(string) (string, bool)) {
	var inputs []input
	for _, param := range cell.Operation.Parameters {
		if param.In == "path" {
			continue
		}
		value, wanted, err := cell.parameterValue(param, given)
		if err != nil && param.Required {
			cell.Withheld = fmt.Sprintf("%v; give --value %s=…", err, param.Name)
			return
		}
		if wanted && err == nil {
			inputs = append(inputs, input{Parameter: param, value: value})
		}
	}
	cell.setInputs(inputs)
}

func (cell *Planned) parameterValue(param *spec.Parameter, given func(string) (string, bool)) (v spec.Value, wanted bool, err error) {
	if given != nil {
		if text, ok := given(param.Name); ok {
			return spec.Value{Name: param.Name, In: param.In, Text: text, Source: spec.Given}, true, nil
		}
	}
	if !param.Required {
		return v, false, nil
	}
	v, err = param.SampleMarked(cell.marker)
	return v, true, err
}

// setInputs makes these the parameters of the request, in the place of those that it had.
func (cell *Planned) setInputs(inputs []input) {
	cell.inputs, cell.Values = inputs, nil
	var query, cookies []string
	var fields []Field
	for _, in := range inputs {
		cell.Values = append(cell.Values, in.value)
		switch in.In {
		case "query":
			for _, pair := range in.Pairs(in.value) {
				query = append(query, url.QueryEscape(pair.Name)+"="+url.QueryEscape(pair.Value))
			}
		case "header":
			fields = append(fields, Field{in.Name, in.value.Text})
		case "cookie":
			cookies = append(cookies, in.Name+"="+in.value.Text)
		}
	}
	cell.Query = strings.Join(query, "&")
	if len(cookies) > 0 {
		fields = append(fields, Field{"Cookie", strings.Join(cookies, "; ")})
	}
	cell.Fields, cell.inputFields = mergedFields(cell.Fields, fields), fields
}

// renewed are the fields of a request beside the cell's, with what its parameters are now.
func (cell *Planned) renewed(fields []Field) []Field {
	for _, f := range cell.inputFields {
		if slices.ContainsFunc(fields, func(other Field) bool { return strings.EqualFold(other.Name, f.Name) }) {
			fields = mergedFields(fields, []Field{f})
		}
	}
	return fields
}

// with is the request with other parameters.
func (cell *Planned) with(inputs []input) *Planned {
	other := *cell
	other.setInputs(inputs)
	return &other
}

// lacksInput reports whether the request has no value for a parameter.
func (cell *Planned) lacksInput(param *spec.Parameter) bool {
	return !slices.ContainsFunc(cell.inputs, func(in input) bool { return in.Name == param.Name && in.In == param.In })
}

// optional are the names of the parameters that the request has no value for.
func (cell *Planned) optional() []string {
	if cell.Operation == nil {
		return nil
	}
	var names []string
	for _, param := range cell.Operation.Parameters {
		if param.In != "path" && cell.lacksInput(param) {
			names = append(names, param.Name)
		}
	}
	return names
}

// paging are the names of parameters that choose a part of a list, though things may be called
// so too.
var paging = []string{"page", "limit", "offset", "cursor", "order", "sort", "filter", "search", "query", "field", "fields", "version", "token"}

// referringName is the name under which a parameter may refer to a thing; "" for those that do
// not.
func referringName(param *spec.Parameter) string {
	name := strings.ToLower(param.Name)
	if slices.Contains(paging, name) {
		return ""
	}
	return strings.TrimPrefix(name, "x-")
}

// missed are the optional parameters that a refusal names, with what the contract offers for them.
func (cell *Planned) missed(r *records.Response) []input {
	if cell.Operation == nil || r == nil || r.Status != http.StatusBadRequest && r.Status != http.StatusUnprocessableEntity {
		return nil
	}
	named := map[string]bool{}
	for _, word := range refusal.Words(r) {
		named[naming.Plain(word)] = true
	}
	var found []input
	for _, param := range cell.Operation.Parameters {
		if param.In == "path" || !named[naming.Plain(param.Name)] || !cell.lacksInput(param) {
			continue
		}
		if v, err := param.SampleMarked(cell.marker); err == nil {
			found = append(found, input{Parameter: param, value: v})
		}
	}
	return found
}
