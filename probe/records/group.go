package records

// Group gathers the rules that answer one question about a cell. JUnit has one test case for
// each cell and group.
type Group string

const (
	// RoutedGroup means does the declared method reach a handler?
	RoutedGroup Group = "routed"
	// ServedGroup means does the declared method succeed?
	ServedGroup Group = "served"
	// RefusedGroup means is the undeclared method refused with 405?
	RefusedGroup Group = "refused"
	// AllowGroup means is the Allow field there and accurate?
	AllowGroup Group = "allow"
	// HeadGroup means does HEAD answer as GET does?
	HeadGroup Group = "head"
	// TraceGroup means is TRACE not echoed?
	TraceGroup Group = "trace"
	// UnknownMethodGroup means is a method that nobody knows refused?
	UnknownMethodGroup Group = "unknown-method"
	// UnknownPathGroup means is a path that does not exist answered 404?
	UnknownPathGroup Group = "unknown-path"
	// PreflightGroup means can browsers send the declared methods from pages of other origins?
	PreflightGroup Group = "preflight"
	// MediaGroup means are media types declared, accepted and refused as they should be?
	MediaGroup Group = "media"
	// ErrorGroup means does an error say truthfully what is wrong?
	ErrorGroup Group = "error"
)

// groupSentences are what is true of a good API, after a method and a path template.
var groupSentences = map[Group]string{
	RoutedGroup:        " is routed",
	ServedGroup:        " is served",
	RefusedGroup:       " is refused with 405",
	AllowGroup:         " sends an accurate Allow",
	HeadGroup:          " answers as GET does",
	TraceGroup:         " does not echo",
	UnknownMethodGroup: " is refused as an unknown method",
	UnknownPathGroup:   " is answered 404",
	PreflightGroup:     " lets browsers preflight",
	MediaGroup:         " is right about media types",
	ErrorGroup:         " tells the truth about errors",
}

// Sentence is the group's question as a statement, the same in every run: "DELETE /tasks/{id}
// is refused with 405". At the unknown path the template is "of an unknown path".
func (g Group) Sentence(method, template string) string {
	return method + " " + template + groupSentences[g]
}

// Groups are the groups that are asked at a cell, in order, also when none of their rules
// could be judged: the set does not depend on how the target answered. What only some answers
// have, such as a problem document, is asked where it is seen.
func (c *Cell) Groups() []Group {
	groups := c.ownGroups()
	if c.Method == "OPTIONS" && c.Kind != UnknownPath {
		groups = append(groups, PreflightGroup)
	}
	return groups
}

func (c *Cell) ownGroups() []Group {
	switch {
	case c.Kind == UnknownPath:
		return []Group{UnknownPathGroup}
	case c.Declared && c.carriesContent():
		return []Group{RoutedGroup, ServedGroup, MediaGroup}
	case c.Declared:
		return []Group{RoutedGroup, ServedGroup}
	case c.Kind == Core:
		return []Group{RefusedGroup, AllowGroup}
	case c.Method == "HEAD":
		return []Group{HeadGroup}
	case c.Method == "OPTIONS":
		return []Group{AllowGroup}
	case c.Method == "TRACE":
		return []Group{TraceGroup}
	default:
		return []Group{UnknownMethodGroup}
	}
}

// carriesContent reports whether requests or answers of the method have a media type.
func (c *Cell) carriesContent() bool {
	return c.Kind == Core && c.Method != "DELETE"
}
