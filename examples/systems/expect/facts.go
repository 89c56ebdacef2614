package expect

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe"
)

// Unknown stands in the place of a path template where the path does not exist.
const Unknown = "unknown"

// coreMethods are the methods that are asked at every path.
var coreMethods = []string{"GET", "POST", "PUT", "PATCH", "DELETE"}

// Facts are the truths of a variant, worked out for every cell.
type Facts struct {
	system  *System
	variant Variant
	// truths are those of "METHOD PATH", HEAD, OPTIONS and the unknown path included.
	truths map[string]Truth
	// declared are the declared methods of each path.
	declared map[string][]string
	// documented are the statuses in the contract, by "METHOD PATH".
	documented map[string][]string
}

// Facts works out the truths of a variant. The error says what in expected.json is wrong.
func (s *System) Facts(variant string) (*Facts, error) {
	i := slices.IndexFunc(s.Variants, func(v Variant) bool { return v.Name == variant })
	if i < 0 {
		return nil, fmt.Errorf("there is no variant %q", variant)
	}
	f := &Facts{system: s, variant: s.Variants[i], truths: map[string]Truth{}, declared: map[string][]string{}, documented: map[string][]string{}}
	for _, item := range s.contract.Paths {
		for _, op := range item.Operations {
			f.declared[item.Template] = append(f.declared[item.Template], op.Method)
			for _, response := range op.Responses {
				cell := op.Method + " " + item.Template
				f.documented[cell] = append(f.documented[cell], response.Status)
			}
		}
		if err := f.fill(item.Template); err != nil {
			return nil, fmt.Errorf("variant %q: %w", variant, err)
		}
	}
	if err := errors.Join(f.fillUnknown(), f.checkNames()); err != nil {
		return nil, fmt.Errorf("variant %q: %w", variant, err)
	}
	return f, nil
}

func (f *Facts) fill(template string) error {
	v := f.variant
	for _, method := range coreMethods {
		text := or(v.Undeclared, "refused 405")
		declared := slices.Contains(f.declared[template], method)
		if declared {
			text = or(v.Declared, string(Works))
		}
		truth, err := f.parse(method, template, text)
		if err != nil {
			return err
		}
		if !truth.fits(declared) {
			return fmt.Errorf("%q cannot be true of %s %s, which is declared: %t", truth, method, template, declared)
		}
		f.truths[method+" "+template] = truth
	}
	var err error
	if f.truths["HEAD "+template], err = f.parse("HEAD", template, or(v.Head, "answers 200")); err != nil {
		return err
	}
	f.truths["OPTIONS "+template], err = f.parse("OPTIONS", template, or(v.Options, or(v.Undeclared, "refused 405")))
	if options := f.truths["OPTIONS "+template]; options.Word == Served {
		f.truths["OPTIONS "+template] = Truth{Answers, options.Status, Allow{Known: true, Absent: true}}
	}
	return err
}

func (f *Facts) fillUnknown() error {
	for _, method := range coreMethods {
		truth, err := f.parse(method, Unknown, or(f.variant.UnknownPath, "refused 404"))
		if err != nil {
			return err
		}
		f.truths[method+" "+Unknown] = truth
	}
	return nil
}

// parse reads the truth of a cell: the most special exception, or the default.
func (f *Facts) parse(method, template, otherwise string) (Truth, error) {
	text := otherwise
	for _, name := range []string{method + " " + template, "* " + template, method + " *"} {
		// "* PATH" speaks of the core methods and "METHOD *" of the paths that exist.
		if strings.HasPrefix(name, "* ") && !slices.Contains(coreMethods, method) || strings.HasSuffix(name, " *") && template == Unknown {
			continue
		}
		if exception, ok := f.variant.Cells[name]; ok {
			text = exception
			break
		}
	}
	truth, err := ParseTruth(text)
	if err == nil && truth.Allow.Known && !truth.Allow.Absent && truth.Status != http.StatusMethodNotAllowed && truth.Word != Answers {
		// Allow beside another status is no fault and decides nothing.
		truth.Allow = Allow{}
	}
	return truth, err
}

// checkNames finds exceptions for cells that are not there and rules and obstacles that do not exist.
func (f *Facts) checkNames() error {
	var problems []error
	for name := range f.variant.Cells {
		problems = append(problems, f.checkCell(name))
	}
	for name := range f.variant.Layers {
		problems = append(problems, f.checkCell(name))
	}
	for where := range f.variant.Known {
		mode, name, _ := strings.Cut(where, " ")
		if !slices.Contains(modes, mode) {
			problems = append(problems, fmt.Errorf("known %q: write \"MODE METHOD PATH\" or \"MODE cause\"", where))
		}
		if name != "cause" {
			problems = append(problems, f.checkCell(name))
		}
	}
	for _, table := range f.tables() {
		for rule, cells := range table {
			if _, ok := probe.RuleByID(rule); !ok {
				problems = append(problems, fmt.Errorf("there is no rule %q", rule))
			}
			for _, name := range cells {
				problems = append(problems, f.checkCell(name))
			}
		}
	}
	for _, name := range f.variant.Obstacles {
		if _, ok := obstacles[name]; !ok {
			problems = append(problems, fmt.Errorf("there is no obstacle %q; there are %s", name, strings.Join(obstacleNames(), ", ")))
		}
	}
	return errors.Join(problems...)
}

func (f *Facts) tables() []map[string][]string {
	return []map[string][]string{f.variant.Faults, f.variant.May, f.system.Faults, f.system.May}
}

func (f *Facts) checkCell(name string) error {
	method, template, ok := strings.Cut(name, " ")
	if !ok || method != strings.ToUpper(method) {
		return fmt.Errorf("%q is no cell: write \"METHOD PATH\"", name)
	}
	if _, known := f.declared[template]; !known && template != "*" && template != Unknown {
		return fmt.Errorf("%q: the contract has no path %s", name, template)
	}
	return nil
}

// Keeps reports whether the server keeps what a run creates: something can be created, and
// nothing deleted.
func (f *Facts) Keeps() bool {
	creates, deletes := false, false
	for cell, truth := range f.truths {
		method, template, _ := strings.Cut(cell, " ")
		creates = creates || method == "POST" && truth.Word == Works
		deletes = deletes || method == "DELETE" && template != Unknown && truth.Word == Works
	}
	return creates && !deletes
}

// covers reports whether one of the cell names means the cell. "*" as the path means every path
// of the contract.
func covers(names []string, method, template string) bool {
	for _, name := range names {
		m, t, _ := strings.Cut(name, " ")
		if (m == "*" || m == method) && (t == template || t == "*" && template != Unknown) {
			return true
		}
	}
	return false
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
