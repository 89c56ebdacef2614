package records

import "fmt"

// Level is how binding a rule is.
type Level string

const (
	// Must means an RFC MUST, or the contract itself.
	Must Level = "must"
	// Should means an RFC SHOULD.
	Should Level = "should"
	// Advice means neither, but users are hurt.
	Advice Level = "advice"
	// Off is the level of a rule that is not judged.
	Off Level = "off"
)

// levels are the levels, most binding first.
var levels = []Level{Must, Should, Advice}

// ParseLevel reads a level's name.
func ParseLevel(name string) (Level, error) {
	for _, l := range levels {
		if string(l) == name {
			return l, nil
		}
	}
	return "", fmt.Errorf("reading level %q: not one of must, should, advice", name)
}

// AtLeast reports whether l is as binding as other, or more so.
func (l Level) AtLeast(other Level) bool { return l.rank() <= other.rank() }

func (l Level) rank() int {
	for i, known := range levels {
		if l == known {
			return i
		}
	}
	return len(levels)
}
