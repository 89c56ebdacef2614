package spec

import (
	"slices"
	"strings"
)

// switches are what properties are called that say whether something acts, with their value when
// it does not, by the words of the name.
var switches = []struct {
	names []string
	off   bool
}{
	{[]string{"enabled", "is enabled", "enable", "active", "is active", "activated"}, false},
	{[]string{"disabled", "is disabled", "paused", "is paused", "suspended", "suspend", "inactive"}, true},
}

// switchOff sets the switches of an object that its schema describes to off.
func (s *demands) switchOff(object map[string]any) {
	for _, name := range s.names {
		words := strings.Join(wordsOf(name), " ")
		for _, sw := range switches {
			schemas := s.properties[name]
			if slices.Contains(sw.names, words) && !isReadOnly(schemas) && allConform(schemas, sw.off) && !allConform(schemas, "verbatim") {
				object[name] = sw.off
			}
		}
	}
}
