package main

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"

	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/spec"
)

// operationConfig is what is given for one operation.
type operationConfig struct {
	// Values are query, header and cookie parameters by name.
	Values map[string]string `yaml:"values"`
	// Body is put over the body that would be sent, member by member; a text or a list is the
	// whole of it.
	Body givenBody `yaml:"body"`
	// BodyFile names a file that is the whole content.
	BodyFile string `yaml:"body_file"`
	// MediaType is that of the body, where the contract has several.
	MediaType string `yaml:"media_type"`
	// Safe says that a GET changes nothing, whatever its path says.
	Safe bool `yaml:"safe"`
}

// givenOperations reads what is given for operations; what a target says goes over what is said
// for all of them. Warnings are about properties that the contract does not describe.
func givenOperations(contract *spec.Contract, all ...map[string]operationConfig) (map[*spec.Operation]probe.Input, []string, error) {
	known := operationsByKey(contract)
	inputs := map[*spec.Operation]probe.Input{}
	var warnings []string
	for _, operations := range all {
		for _, key := range keysOf(operations) {
			op := known[key]
			if op == nil {
				return nil, nil, failing("an operation is named by its operationId, or as in \"POST /tasks\"",
					"reading the operations of the configuration: the contract has no operation %q%s", key, nearestOf(key, keysOf(known)))
			}
			input, warned, err := operations[key].input(op)
			if err != nil {
				return nil, nil, fmt.Errorf("reading the operation %q of the configuration: %w", key, err)
			}
			for _, text := range warned {
				warnings = append(warnings, key+": "+text)
			}
			inputs[op] = overInput(inputs[op], input)
		}
	}
	return inputs, warnings, nil
}

// operationsByKey are the operations of a contract by their operationId, and as "POST /tasks".
func operationsByKey(contract *spec.Contract) map[string]*spec.Operation {
	known := map[string]*spec.Operation{}
	for _, item := range contract.Paths {
		for _, op := range item.Operations {
			known[op.Method+" "+item.Template] = op
			if op.ID != "" && known[op.ID] == nil {
				known[op.ID] = op
			}
		}
	}
	return known
}

// input is what a configuration gives for an operation.
func (c operationConfig) input(op *spec.Operation) (input probe.Input, warnings []string, err error) {
	if err := c.checkValues(op); err != nil {
		return input, nil, err
	}
	if c.Safe && op.Method != http.MethodGet {
		return input, nil, failing("", "safe is about a GET: what %s changes is for the mode to say", op.Method)
	}
	input = probe.Input{Values: c.Values, Body: c.Body.value, MediaType: c.MediaType, Safe: c.Safe}
	if c.BodyFile != "" {
		if input.Body != nil {
			return input, nil, failing("", "body and body_file do not go together")
		}
		content, err := os.ReadFile(c.BodyFile)
		if err != nil {
			return input, nil, fmt.Errorf("reading body_file: %w", err)
		}
		input.Body = string(content)
	}
	if input.Body == nil && c.MediaType == "" {
		return input, nil, nil
	}
	if op.Body == nil {
		return input, nil, failing("", "a body is given, and the contract declares none for it")
	}
	if choices := op.Body.Choices(); c.MediaType != "" && !slices.Contains(choices, c.MediaType) {
		return input, nil, failing("", "the contract has no media type %q for it%s", c.MediaType, didYouMean(c.MediaType, choices))
	}
	warnings, err = checkProperties(op.Body, input.Body)
	return input, warnings, err
}

// checkValues refuses values for parameters that the operation does not have.
func (c operationConfig) checkValues(op *spec.Operation) error {
	var known []string
	for _, param := range op.Parameters {
		if _, given := c.Values[param.Name]; given && param.In == "path" {
			return failing("give it in the values of the configuration, for one path as in '/tasks/{id}:id'",
				"%s is a parameter of the path, and all methods of a path are asked at the same", param.Name)
		} else if param.In != "path" {
			known = append(known, param.Name)
		}
	}
	for _, name := range keysOf(c.Values) {
		if !slices.Contains(known, name) {
			return failing("", "it has no parameter %q%s", name, didYouMean(name, known))
		}
	}
	return nil
}

// checkProperties refuses given properties that the schema forbids, and warns of those that it
// does not describe.
func checkProperties(body *spec.Body, given any) (warnings []string, err error) {
	members, _ := given.(map[string]any)
	known := body.Properties()
	var forbidden []error
	for _, name := range keysOf(members) {
		described, allowed := body.Property(name)
		switch {
		case !allowed:
			forbidden = append(forbidden, fmt.Errorf("the contract allows no property %q of the body%s", name, nearestOf(name, known)))
		case !described && len(known) > 0:
			warnings = append(warnings, fmt.Sprintf("the contract describes no property %q of the body%s", name, nearestOf(name, known)))
		}
	}
	return warnings, errors.Join(forbidden...)
}

// overInput puts what is given for one target over what is given for all of them.
func overInput(all, target probe.Input) probe.Input {
	values := maps.Clone(all.Values)
	if values == nil {
		values = map[string]string{}
	}
	maps.Copy(values, target.Values)
	merged := probe.Input{Values: values, Body: all.Body, MediaType: or(target.MediaType, all.MediaType), Safe: all.Safe || target.Safe}
	if target.Body != nil {
		merged.Body = overBody(all.Body, target.Body)
	}
	return merged
}

// overBody puts members over members; anything else replaces.
func overBody(all, target any) any {
	below, ok := all.(map[string]any)
	above, both := target.(map[string]any)
	if !ok || !both {
		return target
	}
	merged := maps.Clone(below)
	for name, v := range above {
		merged[name] = overBody(below[name], v)
	}
	return merged
}
