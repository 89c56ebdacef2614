package main

import (
	"fmt"
	"slices"
	"time"

	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// levels reads the levels of rules.
func (c config) levels() (map[string]probe.Level, error) {
	levels := map[string]probe.Level{}
	for _, id := range keysOf(c.Rules) {
		if err := checkRule(id); err != nil {
			return nil, fmt.Errorf("reading the rules of the configuration: %w", err)
		}
		level, err := records.ParseLevel(c.Rules[id])
		if c.Rules[id] == string(probe.Off) {
			level, err = probe.Off, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading the rules of the configuration: %s: %w, or off", id, err)
		}
		levels[id] = level
	}
	return levels, nil
}

// knownFailures reads the known failures, and warns of those at a path that the contract does
// not have.
func (c config) knownFailures(contract *spec.Contract) (known []probe.Known, warnings []string, err error) {
	var templates []string
	for _, item := range contract.Paths {
		templates = append(templates, item.Template)
	}
	for i, entry := range c.Known {
		until, err := time.Parse(time.DateOnly, entry.Expires)
		if err == nil {
			err = checkRule(entry.Rule)
		} else {
			err = failing("", "expires is %q, and not a day such as 2027-01-31", entry.Expires)
		}
		if err == nil && entry.Reason == "" {
			err = failing("", "it has no reason")
		}
		if err != nil {
			return nil, nil, fmt.Errorf("reading known failure %d of the configuration: %w", i+1, err)
		}
		if entry.Path != "" && !slices.Contains(templates, entry.Path) {
			warnings = append(warnings, fmt.Sprintf("the known failure of %s is at %s, and the contract has no such path%s", entry.Rule, entry.Path, nearestOf(entry.Path, templates[:min(len(templates), 500)])))
			continue
		}
		known = append(known, probe.Known{Rule: entry.Rule, Path: entry.Path, Method: entry.Method, Reason: entry.Reason, Until: until})
	}
	return known, warnings, nil
}

func checkRule(id string) error {
	if _, ok := probe.RuleByID(id); ok {
		return nil
	}
	var ids []string
	for _, rule := range probe.Rules() {
		ids = append(ids, rule.ID)
	}
	return failing("`verbatim explain` lists the rules", "no such rule: %q%s", id, nearestOf(id, ids))
}
