package main

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"go.yaml.in/yaml/v3"
)

// unknownKeys finds the keys of a document that a type does not have, at any depth, each with
// its line and the key that it may have been meant to be. A typing mistake would otherwise
// change a run without a word.
func unknownKeys(n *yaml.Node, t reflect.Type, where string) []error {
	for n.Kind == yaml.DocumentNode && len(n.Content) > 0 {
		n = n.Content[0]
	}
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	var problems []error
	switch {
	case n.Kind == yaml.SequenceNode && t.Kind() == reflect.Slice:
		for _, item := range n.Content {
			problems = append(problems, unknownKeys(item, t.Elem(), where)...)
		}
	case n.Kind == yaml.MappingNode && t.Kind() == reflect.Map:
		for i := 0; i+1 < len(n.Content); i += 2 {
			problems = append(problems, unknownKeys(n.Content[i+1], t.Elem(), where)...)
		}
	case t == reflect.TypeFor[givenBody]():
	case n.Kind == yaml.MappingNode && t.Kind() == reflect.Struct:
		fields := yamlFields(t)
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			field, ok := fields[key.Value]
			if key.Tag == "!!merge" {
				field, ok = t, true
			}
			if !ok {
				problems = append(problems, fmt.Errorf("line %d: unknown key %q%s%s", key.Line, key.Value, where, didYouMean(key.Value, keysOf(fields))))
				continue
			}
			problems = append(problems, unknownKeys(n.Content[i+1], field, " in "+key.Value)...)
		}
	}
	return problems
}

// yamlFields are a struct's fields by their key.
func yamlFields(t reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for i := range t.NumField() {
		if key := t.Field(i).Tag.Get("yaml"); key != "" {
			fields[key] = t.Field(i).Type
		}
	}
	return fields
}

func keysOf[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func sortedNames[V any](m map[string]V) string { return strings.Join(keysOf(m), ", ") }

// didYouMean offers the nearest of the known names, or all of them where none is near.
func didYouMean(name string, known []string) string {
	if text := nearestOf(name, known); text != "" || len(known) == 0 {
		return text
	}
	return "; known: " + strings.Join(known, ", ")
}

// nearestOf offers the nearest of the known names, and nothing where none is near.
func nearestOf(name string, known []string) string {
	found, distance := "", len(name)/3+2
	for _, other := range known {
		if d := levenshtein.ComputeDistance(strings.ToLower(name), strings.ToLower(other)); d < distance {
			found, distance = other, d
		}
	}
	if found == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", found)
}
