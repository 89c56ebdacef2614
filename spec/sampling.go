package spec

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Sampling says what a request body is to be made with, beyond its schema. The zero value asks
// for nothing.
type Sampling struct {
	// MediaType is the one to use, as the contract writes it; "" means the first of
	// [Body.Choices] that leads to a body.
	MediaType string
	// Marker is a word such as "verbatim-x7k2", lower-case letters, digits and hyphens. Every text
	// that is generated contains it, as far as its length, format and pattern allow, so that
	// what a run leaves behind can be found and two runs do not collide. UUIDs and telephone
	// numbers are made from it.
	Marker string
	// Mark asks that a body in which nothing has the marker, such as an example, gets it in a text that
	// names or describes what it is about ("name", "title", "description"), where the schema leaves the
	// text free and Known says nothing of it.
	Mark bool
	// Now is the day from which dates are counted that must lie in the future, as the names of
	// their properties say ("due_date", "expiresAt"). Zero means the first of January 2030.
	Now time.Time
	// Known returns the id of a resource that the run created. It is asked for every property
	// that may refer to one, by its name ("projectId", "project"), and for the "id" within an
	// object by the name of the object; not for enumerations. A [json.Number] is taken only where
	// no text is allowed. nil knows nothing.
	Known func(name string) (value any, ok bool)
	// Given is what the user wants the body to say, decoded as JSON with numbers as [json.Number]:
	// an object is put over the body member by member, and null takes a member out (RFC 7396,
	// JSON Merge Patch); a text is the whole content as it stands, and anything else the
	// whole value. It goes before everything here, and is not held against the schema. nil is nothing.
	Given any
	// Linked is what a link of the contract says that the body is, decoded as Given is: it is tried
	// before the contract's examples. nil is nothing.
	Linked any
	// Identity are the properties of the top level by which the client chooses what the
	// resource is called, with the text of the id: {"name": "verbatim-x7k2"}. Those that the
	// schema does not describe are left out.
	Identity map[string]string
	// Add names properties to include though they are optional, Drop optional ones to leave
	// out, and Renew those whose value must be another one and unique, examples included. A
	// name means the property of the top level, and where that has none, the one in any object
	// below; a JSON pointer ("/items/0/name") means one place. A property to add that no schema
	// describes is added to the top level if the schema allows it.
	Add, Drop, Renew []string
	// Own are properties, by names as those of Renew, that refer to nothing, whatever they are called.
	Own []string
	// Fresh tells the renewed values of one request from those of others with the same marker: two
	// requests with different numbers get different ones, as far as there are others.
	Fresh int
	// Idle asks that what acts by itself is made switched off: a property of the top level such as
	// "enabled" or "paused" then says so, if its schema is that of a boolean.
	Idle bool
	// Forms are what the texts of properties look like, by names as those of Renew.
	Forms map[string]Form
}

// Form is what a text looks like beyond what its schema says.
type Form struct {
	// Text is all of it; "" says nothing.
	Text string
	// Format is one of OpenAPI or of common use: "uuid", "ipv4", "path" for an absolute one. "" says
	// nothing.
	Format string
	// Pattern is a regular expression that it matches; "" says nothing.
	Pattern string
}

// asks reports whether the sampling says anything about single properties.
func (s Sampling) asks() bool {
	return s.Idle || s.Known != nil || len(s.Identity)+len(s.Add)+len(s.Drop)+len(s.Renew)+len(s.Forms) > 0
}

// pointer is a place in a value, in the form of RFC 6901; "" is the whole value.
type pointer string

func (p pointer) member(name string) pointer {
	return p + "/" + pointer(strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1"))
}

func (p pointer) item(i int) pointer { return p + "/" + pointer(strconv.Itoa(i)) }

// names reports whether a list of names and pointers means the property at p. Described says
// whether the top level has a property of a name.
func (p pointer) isNamed(list []string, name string, described func(name string) bool) bool {
	return slices.ContainsFunc(list, func(entry string) bool {
		if strings.HasPrefix(entry, "/") {
			return entry == string(p)
		}
		top := strings.Count(string(p), "/") == 1
		return entry == name && (top || !described(entry))
	})
}

// leadsTo reports whether a pointer of the list is p, or a place within p.
func (p pointer) leadsTo(list []string) bool {
	return slices.ContainsFunc(list, func(entry string) bool {
		return entry == string(p) || strings.HasPrefix(entry, string(p)+"/")
	})
}
