package expect

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/verbatim-http/verbatim/spec"
)

// File is the name of the file with the knowledge, in each system's folder.
const File = "expected.json"

// System is what is known of one system.
type System struct {
	// Name is that of its folder; Dir is the folder.
	Name string `json:"-"`
	Dir  string `json:"-"`
	// Software names what runs: "Express 5.3 on Node".
	Software string `json:"software"`
	// Layer is the layer that answers where nothing else is said, by the name that verbatim has for it.
	Layer string `json:"layer"`
	// Faults and May are those of every variant; see [Variant].
	Faults map[string][]string `json:"faults"`
	May    map[string][]string `json:"may"`
	// Variants are in the order in which they are run; the first is the correct one.
	Variants []Variant `json:"variants"`

	contract *spec.Contract
}

// Variant is what is known of one variant of a system. Truths are texts that [ParseTruth] reads.
// Cells are named "METHOD PATH"; either may be "*", and the path may be "unknown".
type Variant struct {
	Name string `json:"name"`
	// What says what the variant does, or which mistake it makes, in one line.
	What string `json:"what"`
	// Declared is true of every declared cell; empty means "works".
	Declared string `json:"declared"`
	// Undeclared is true of every other core cell; empty means "refused 405".
	Undeclared string `json:"undeclared"`
	// Options is true of OPTIONS at every path; empty means as any undeclared method.
	Options string `json:"options"`
	// Head is true of HEAD where GET works; empty means "answers 200".
	Head string `json:"head"`
	// UnknownPath is true of any method at a path that is not there; empty means "refused 404".
	UnknownPath string `json:"unknown_path"`
	// Cells are the exceptions.
	Cells map[string]string `json:"cells"`
	// Faults are rules that are broken at cells for reasons that no truth expresses, and May are
	// rules that verbatim may report there or not: {"options-allow": ["OPTIONS *"]}.
	Faults map[string][]string `json:"faults"`
	May    map[string][]string `json:"may"`
	// Obstacles hide the routing from some requests: see reasons.go.
	Obstacles []string `json:"obstacles"`
	// Cause is the id of the cause that must be named; Also are those that may be named beside it.
	Cause string   `json:"cause"`
	Also  []string `json:"also"`
	// Layer answers at the faulty cells, if it is not the system's; Layers are the exceptions.
	Layer  string            `json:"layer"`
	Layers map[string]string `json:"layers"`
	// Flags are handed to verbatim on top of the usual ones.
	Flags []string `json:"flags"`
	// Known are verdicts that verbatim gets wrong: "MODE METHOD PATH" and why. They are counted,
	// printed, and have to be removed when they are right.
	Known map[string]string `json:"known"`
}

// Load reads the knowledge of the system in a folder, and the contract beside it. Its errors say
// all that is missing.
func Load(dir string) (*System, error) {
	text, err := os.ReadFile(filepath.Join(dir, File))
	if err != nil {
		return nil, fmt.Errorf("reading what is true of a system: %w", err)
	}
	s := &System{Name: filepath.Base(dir), Dir: dir}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(s); err != nil {
		return nil, fmt.Errorf("reading %s/%s: %w", s.Name, File, err)
	}
	s.contract, err = spec.Load(context.Background(), filepath.Join(dir, "openapi.yaml"), spec.LoadOptions{})
	if err != nil {
		return nil, fmt.Errorf("reading the contract of %s: %w", s.Name, err)
	}
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("reading %s/%s: %w", s.Name, File, err)
	}
	return s, nil
}

// check says all that is missing, so that a copied folder is mended in one go.
func (s *System) check() error {
	var problems []error
	missing := func(ok bool, format string, args ...any) {
		if !ok {
			problems = append(problems, fmt.Errorf(format, args...))
		}
	}
	missing(s.Software != "", "\"software\" names what runs, with its version")
	missing(s.Layer != "", "\"layer\" names the layer that answers in the correct variant")
	missing(len(s.Variants) > 1, "a system has the correct variant and at least one mistake")
	for i, v := range s.Variants {
		missing(v.Name != "", "variant %d needs a \"name\"", i+1)
		missing(v.What != "", "variant %q: \"what\" says in one line what it does", v.Name)
		missing(i > 0 || v.Name == "correct", "the first variant is called correct, not %q", v.Name)
		missing(!slices.ContainsFunc(s.Variants[:i], func(w Variant) bool { return w.Name == v.Name }), "variant %q is there twice", v.Name)
		if _, err := s.Facts(v.Name); err != nil {
			problems = append(problems, err)
		}
	}
	for _, file := range []string{"README.md", "start"} {
		info, err := os.Stat(filepath.Join(s.Dir, file))
		missing(err == nil, "the folder has no %s", file)
		missing(err != nil || file != "start" || info.Mode()&0o111 != 0, "start is not executable")
	}
	return errors.Join(problems...)
}
