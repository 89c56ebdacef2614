package expect

import (
	"slices"

	"github.com/verbatim-http/verbatim/probe"
	"github.com/verbatim-http/verbatim/probe/records"
)

// situation is everything that decides whether a cell may stay undecided.
type situation struct {
	facts    *Facts
	mode     probe.Mode
	method   string
	template string
	truth    Truth
	declared bool
	// fired is set when a request was sent that a handler could act on.
	fired bool
	// stopped is set when the run met a guarded request that succeeded, and sent no more.
	stopped bool
}

// reason is one reason that a person accepts for "undecided".
type reason struct {
	name  string
	why   string
	holds func(situation) bool
}

// reasons are all of them. What none of them covers counts as unexplained.
var reasons = []reason{
	{"wall", "credentials are asked before anything is routed",
		func(s situation) bool { return s.truth.Word == Walled }},
	{"redirect", "the redirect comes before the method is looked at",
		func(s situation) bool { return s.truth.Word == Redirects && !s.declared }},
	{"redirect everywhere", "paths that are not there are redirected the same way, so the base URL is another one",
		func(s situation) bool {
			return s.truth.Word == Redirects && s.facts.truths["GET "+Unknown].Word == Redirects
		}},
	{"no request, no Allow", "the mode sends no such request, and no safe method gets an Allow that could tell",
		func(s situation) bool { return !s.sendable() && s.told() == nil }},
	{"no request, Allow lists it", "the mode sends no such request; Allow lists a method that is not declared, and whether it acts only a request shows",
		func(s situation) bool { return !s.sendable() && !s.declared && s.lists() }},
	{"no request, Allow leaves it out", "the mode sends no such request; that Allow leaves a declared method out does not show that it is missing",
		func(s situation) bool { return !s.sendable() && s.declared && s.told() != nil && !s.lists() }},
	{"no request, Allow is incomplete", "the mode sends no such request, and an Allow that leaves out declared methods says nothing of the rest",
		func(s situation) bool { return !s.sendable() && s.incomplete() }},
	{"no request, Allow lists a refused GET", "the mode sends no such request, and an Allow that lists GET, which is refused, says of no method that it works",
		func(s situation) bool { return !s.sendable() && s.declared && s.lists() && s.listsRefusedGet() }},
	{"no request, Allow lists a redirected GET", "the mode sends no such request, and an Allow that lists GET, which is redirected, is that of another path",
		func(s situation) bool {
			return !s.sendable() && s.declared && s.lists() && s.facts.truths["GET "+s.template].Word == Redirects
		}},
	{"no request, the same Allow everywhere", "the mode sends no such request, and an Allow that is the same at every path says of no declared method that it works",
		func(s situation) bool { return !s.sendable() && s.declared && s.lists() && s.facts.pasted() }},
	{"no request, Allow is incomplete elsewhere", "the mode sends no such request, and an Allow that leaves out declared methods of other paths is made for each route",
		func(s situation) bool { return !s.sendable() && s.incompleteElsewhere() }},
	{"no request, no Allow with 405", "the mode sends no such request; OPTIONS tells the methods, but whether the 405 carries Allow only a request shows",
		func(s situation) bool { return !s.sendable() && s.truth.Word == Refused && s.truth.Allow.Absent }},
	{"no request, 405 everywhere", "the mode sends no such request, and a path that is not there is answered 405 too, so that to a method that nobody knows shows little",
		func(s situation) bool { return !s.sendable() && s.unknownIs405() }},
	{"no path", "the path is not there for any method that is declared, so there is nothing to refuse",
		func(s situation) bool {
			return s.truth.Word == Refused && s.truth.Status == 404 && !s.declared && !s.there()
		}},
	{"pretence", "whatever is asked is answered alike, so success shows nothing",
		func(s situation) bool { return s.truth.Word == Pretends }},
	{"stopped", "a guarded request was answered with success, so nothing unsafe was sent any more",
		func(s situation) bool { return s.stopped && s.mode == probe.GuardedMode && unsafe(s.method) }},
	{"guarded crash", "a guarded request that fails does not show whether a real one would",
		func(s situation) bool { return s.truth.Word == Crashes && !s.fired }},
	{"crash everywhere", "paths that are not there crash the same way, before routing",
		func(s situation) bool {
			return s.truth.Word == Crashes && s.facts.truths[s.method+" "+Unknown].Word == Crashes
		}},
	{"no resource", "there is no resource of the run's own, because the API lets it create none",
		func(s situation) bool { return s.mode == probe.Full && s.ofItem() && unsafe(s.method) && !s.creates() }},
}

// obstacles are what hides the routing from requests, by the name that expected.json gives it.
var obstacles = map[string]reason{
	"body-first": {"", "malformed content is answered before the method is looked at",
		func(s situation) bool { return s.mode == probe.GuardedMode && takesContent(s.method) }},
	lookupFirst: {"", "the resource is looked up before the method, and an id that is proven absent is not there for any method",
		func(s situation) bool { return s.mode == probe.GuardedMode && s.ofItem() && unsafe(s.method) }},
	"catch-all": {"", "whatever is asked is answered with success, so that of a declared method does not tell, nor would a guarded request",
		func(s situation) bool { return unsafe(s.method) && (s.declared || s.mode != probe.Full) }},
	"id-refused": {"", "no id can be proven absent, so nothing would keep a handler from acting",
		func(s situation) bool { return s.mode == probe.GuardedMode && s.ofItem() && unsafe(s.method) }},
	allowFromBehind: {"", "safe methods get the Allow of the application, which an outer layer does not keep: only a request shows that",
		func(s situation) bool { return !s.sendable() }},
	"blanket-allow": {"", "a path that is not there gets the same Allow, so it says nothing",
		func(s situation) bool { return !s.sendable() }},
	"stand-ins-differ": {"", "methods that nobody knows are refused otherwise than known ones, so how a known one is refused only a request shows",
		func(s situation) bool { return !s.sendable() }},
	"gate": {"", "an outer layer stops methods that nobody knows, so an Allow from behind it says nothing",
		func(s situation) bool { return !s.sendable() }},
}

func obstacleNames() []string {
	var names []string
	for name := range obstacles {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// accepted says why a cell may stay undecided; "" when nothing excuses it.
func (s situation) accepted() string {
	for _, r := range reasons {
		if r.holds(s) {
			return r.why
		}
	}
	for _, name := range s.facts.variant.Obstacles {
		if obstacles[name].holds(s) {
			return obstacles[name].why
		}
	}
	return ""
}

// allowFromBehind names the obstacle under which Allow lists what a request would not find.
const allowFromBehind = "allow-from-behind"

// lookupFirst names the obstacle of looking up the resource before the method.
const lookupFirst = "lookup-first"

// believes reports whether a pass is all that the mode can come to, though a real request would
// fail. Below full a declared method is shown to reach a handler, not to succeed; and where Allow
// is all there is, it may lie. Such a cell, which says how it is known, counts as undecided.
func (s situation) believes(evidence records.Evidence) bool {
	if s.mode == probe.Full {
		return false
	}
	lies := slices.Contains(s.facts.variant.Obstacles, allowFromBehind)
	return s.declared && s.truth.handled() && s.truth.Word != Walled && s.truth.Word != Redirects ||
		evidence == records.Advertisement && s.declared && s.truth.Word == Walled && s.lists() ||
		evidence == records.Advertisement && lies && (!s.sendable() || slices.Contains(s.facts.variant.Obstacles, lookupFirst))
}

// sendable reports whether the mode can send the method without harm. Below full, nothing keeps
// a handler from acting on PUT, PATCH or DELETE of a path without parameters, nor on a POST that
// Allow lists and no contract describes.
func (s situation) sendable() bool {
	switch {
	case !unsafe(s.method) || s.mode == probe.Full:
		return true
	case s.mode == probe.ReadOnly || !s.declared && s.lists():
		return false
	case s.ofItem():
		// The id has to be proven absent by a GET.
		return s.facts.truths["GET "+s.template].Word == Works
	}
	return s.method == "POST"
}

// told are the Allow fields that safe methods get at the path; nil when there is none.
func (s situation) told() [][]string {
	var fields [][]string
	for _, method := range append([]string{"OPTIONS"}, coreMethods...) {
		truth := s.facts.truths[method+" "+s.template]
		tells := truth.Status == 405 || truth.Word == Answers && truth.Status/100 == 2
		// The methods that nobody knows are answered as the undeclared ones.
		if tells && !truth.Allow.Absent && !slices.Contains(s.facts.declared[s.template], method) {
			fields = append(fields, s.facts.listed(s.template, truth))
		}
	}
	return fields
}

func (s situation) lists() bool {
	return slices.ContainsFunc(s.told(), func(field []string) bool { return slices.Contains(field, s.method) })
}

func (s situation) listsRefusedGet() bool {
	get := s
	get.method = "GET"
	return get.lists() && s.facts.truths["GET "+s.template].refuses()
}

func (s situation) incomplete() bool {
	return slices.ContainsFunc(s.told(), func(field []string) bool {
		return slices.ContainsFunc(s.facts.declared[s.template], func(m string) bool { return !implied(m) && !slices.Contains(field, m) })
	})
}

// incompleteElsewhere reports whether a path that is not this one has an incomplete Allow.
func (s situation) incompleteElsewhere() bool {
	for template := range s.facts.declared {
		other := s
		other.template = template
		if template != s.template && other.incomplete() {
			return true
		}
	}
	return false
}

// pasted reports whether the paths that send Allow all send the same one, which lists more than some
// of them declare.
func (f *Facts) pasted() bool {
	var first []string
	extra := false
	for template, declared := range f.declared {
		for _, field := range (situation{facts: f, template: template}).told() {
			listed := slices.DeleteFunc(slices.Clone(field), implied)
			slices.Sort(listed)
			if first != nil && !slices.Equal(first, listed) {
				return false
			}
			first = listed
			extra = extra || slices.ContainsFunc(listed, func(m string) bool { return !slices.Contains(declared, m) })
		}
	}
	return extra
}

// unknownIs405 reports whether some method of a path that is not there is answered 405.
func (s situation) unknownIs405() bool {
	return slices.ContainsFunc(coreMethods, func(m string) bool { return s.facts.truths[m+" "+Unknown].Status == 405 })
}

// there reports whether some declared method is answered at the path itself, and not redirected
// from it.
func (s situation) there() bool {
	return slices.ContainsFunc(s.facts.declared[s.template], func(m string) bool {
		truth := s.facts.truths[m+" "+s.template]
		return truth.Word != Redirects && (!truth.refuses() || truth.Status != 404)
	})
}

// ofItem reports whether the path names one resource.
func (s situation) ofItem() bool { return slices.Contains([]byte(s.template), '{') }

// creates reports whether some POST works, so that a run in full can make a resource of its own.
func (s situation) creates() bool {
	for template, methods := range s.facts.declared {
		if slices.Contains(methods, "POST") && s.facts.truths["POST "+template].Word == Works {
			return true
		}
	}
	return false
}

func unsafe(method string) bool {
	return slices.Contains([]string{"POST", "PUT", "PATCH", "DELETE"}, method)
}

func takesContent(method string) bool { return unsafe(method) && method != "DELETE" }
