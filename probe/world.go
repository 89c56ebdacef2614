package probe

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// world is what a run in full mode knows of the things that it made.
type world struct {
	*runner
	ledger *Ledger
	runs   map[*Row]*rowRun

	mu      sync.Mutex
	living  map[*Resource]*instance
	making  map[*Resource]bool
	failed  map[*Resource]string // why none can be had
	made    map[*Resource]int
	refused map[string]uncreated // by what is said of them
	// unmarked are what things were created with that nothing tells from those of others.
	unmarked []unmarkedBody
	plain    map[*Resource]bool // their names in paths are refused for hyphens
	renewed  map[*Resource]bool // what their paths name was made anew
}

// instance is one thing that the run made.
type instance struct {
	entry  *Creation
	url    string
	values []spec.Value // of the resource's parameters, in order
	// inner are the values that the paths below take instead; nil where there are none.
	inner []spec.Value
	// removalName is what the path of its DELETE calls it where that is another one; else "".
	removalName string
	// kept are properties that a PUT must not change.
	kept map[string]string
	// unsure is set when something was done that may have removed it.
	unsure bool
	// seen is set when a GET showed it where it is said to be.
	seen bool
	// marked is set when that GET showed the run's marker.
	marked bool
}

// mostInstances is how many things of one kind a run makes: one to begin with, and a fresh one
// after each that was deleted. More are asked for only where every method deletes.
const mostInstances = 12

func newWorld(r *runner, runs []*rowRun) *world {
	w := &world{runner: r, ledger: r.options.Ledger, runs: map[*Row]*rowRun{}, living: map[*Resource]*instance{},
		making: map[*Resource]bool{}, failed: map[*Resource]string{}, made: map[*Resource]int{}, plain: map[*Resource]bool{}, renewed: map[*Resource]bool{}, refused: map[string]uncreated{}}
	for _, run := range runs {
		w.runs[run.row] = run
	}
	r.world = w
	return w
}

// place finds values for the first n parameters of a row such that what is below them belongs to
// the run, or to what the user named: of a thing that the run made, else the user's, else that of
// a fixture, else the contract's. To act, it prefers a thing of its own even to the one that the
// user named. Requests that this takes are added to aside.
func (w *world) place(ctx context.Context, row *Row, n int, act bool, aside *[]records.Exchange) ([]spec.Value, string) {
	var values []spec.Value
	for i := n - 1; i >= 0; i-- {
		given := row.Params[i].Given != nil
		if given && (!act || i != n-1) {
			break
		}
		if r := row.resources[i]; r.isMade() {
			thing, why := w.instance(ctx, r, aside)
			if thing != nil {
				values, why = w.called(ctx, row, i, r, thing, act)
			}
			if values == nil && given {
				continue // it is the user's, within what the run made
			}
			if values == nil {
				return nil, why
			}
			break
		}
	}
	for i := len(values); i < n; i++ {
		param := row.Params[i]
		v := param.Given
		if v == nil {
			v = w.namesake(ctx, row, i, values, act, aside)
		}
		if v == nil {
			v = w.fixture(ctx, row, i)
		}
		if v == nil {
			v = param.Contract
		}
		if v == nil {
			return nil, fmt.Sprintf("no value is known for %s", param.Name)
		}
		values = append(values, *v)
	}
	return values, ""
}

// valuesFor gives the thing's values the names that a row has for them.
func (t *instance) valuesFor(row *Row) []spec.Value {
	values := slices.Clone(t.values)
	for i := range values {
		values[i].Name = row.Params[i].Name
	}
	return values
}

// instance returns a thing of a kind that the run owns and that is there, and makes one if need
// be; nil, and why, when none can be had.
func (w *world) instance(ctx context.Context, r *Resource, aside *[]records.Exchange) (*instance, string) {
	if r.same != nil {
		return w.alias(ctx, r, aside)
	}
	if thing := w.still(ctx, r); thing != nil {
		return thing, ""
	}
	w.mu.Lock()
	why, busy := w.failed[r], w.making[r]
	switch {
	case busy:
		why = fmt.Sprintf("it takes a %s to make one", r.Template)
	case w.made[r] >= mostInstances:
		why = fmt.Sprintf("%d of %s were made and are gone", mostInstances, r.Template)
	}
	w.making[r] = w.making[r] || why == ""
	w.mu.Unlock()
	if why != "" {
		return nil, why
	}
	defer w.set(func() { w.making[r] = false })
	for _, maker := range r.Makers {
		thing, said := w.make(ctx, r, maker, aside)
		if thing == nil && (w.refusesName(r, maker) || w.refusesNamesake(r, maker)) {
			thing, said = w.make(ctx, r, maker, aside)
		}
		if thing != nil {
			return thing, ""
		}
		if why == "" {
			why = said
		}
	}
	w.set(func() { w.failed[r] = why })
	return nil, why
}

func (w *world) set(do func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	do()
}

// alive is the thing of a kind that nothing has removed so far, as far as is known.
func (w *world) alive(r *Resource) *instance {
	w.mu.Lock()
	defer w.mu.Unlock()
	thing := w.living[r]
	if thing == nil || w.ledger.state(thing.entry) != Owned {
		return nil
	}
	return thing
}

// still is the thing of a kind that survived whatever was done to it, where it is now; nil for none.
func (w *world) still(ctx context.Context, r *Resource) *instance {
	thing := w.alive(r)
	if thing == nil || !thing.unsure {
		return thing
	}
	x := w.look(ctx, r, thing.values)
	switch {
	case x == nil || x.Response == nil:
		return nil
	case x.IsNotFound():
		w.ledger.change(thing.entry, func(c *Creation) { c.State, c.Vanished = Gone, true })
		return nil
	case x.Response.Status/100 == 3:
		return w.follow(ctx, r, thing, x)
	}
	thing.unsure = false
	return thing
}

// look sends a GET of a thing; nil when the contract declares none.
func (w *world) look(ctx context.Context, r *Resource, values []spec.Value) *records.Exchange {
	if r.Row == nil {
		return nil
	}
	return w.read(ctx, r.Row, r.Row.url((&instance{values: values}).valuesFor(r.Row)))
}

// read sends a row's declared GET and keeps all that comes back; nil when none is declared.
func (w *world) read(ctx context.Context, row *Row, url string) *records.Exchange {
	get := row.declaredGet()
	if get == nil {
		return nil
	}
	request := w.bound(get).request("setup", url)
	request.Whole = true
	x := w.wire.send(ctx, request)
	return &x
}

// declaredGet is the row's GET, if the contract declares it and it is sent; else nil.
func (r *Row) declaredGet() *Planned {
	if get := r.cell(http.MethodGet); get != nil && get.Operation != nil && get.Withheld == "" {
		return get
	}
	return nil
}

// url is the path of a thing that a row makes.
func (r *Resource) url(row *Row, values []spec.Value) string {
	if r.Row != nil {
		return r.Row.url((&instance{values: values}).valuesFor(r.Row))
	}
	last := len(values) - 1
	return strings.TrimRight(row.url((&instance{values: values[:last]}).valuesFor(row)), "/") + "/" + url.PathEscape(values[last].Text)
}

// touched notes what a request that succeeded may have done to a thing of the run.
func (w *world) touched(method, url string) {
	entry := w.ledger.owner(url)
	if entry == nil {
		return
	}
	path := pathOf(url)
	self := path == entry.URL
	switch {
	case self && (method == http.MethodPut || method == http.MethodPatch):
		return
	case self && method == http.MethodDelete:
		w.ledger.change(entry, func(c *Creation) { c.State = Gone })
	}
	name := lastSegment(entry.URL) // what belongs to it may have paths of its own: /repos/{owner}/{repo}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, thing := range w.living {
		if thing.entry == entry || strings.HasPrefix(thing.url, entry.URL+"/") || w.bearsMarker(name) && strings.Contains(thing.url, "/"+name+"/") {
			thing.unsure = true
		}
	}
}

// known is the id of a thing of the run that a property's name refers to.
func (w *world) known(name string) (any, bool) {
	r := w.plan.referenced(name)
	if r == nil {
		return nil, false
	}
	thing := w.alive(r)
	if thing == nil {
		return nil, false
	}
	return thing.values[len(thing.values)-1].Text, true
}

// knownOrAbsent is [world.known], and a number that no thing has where one is referred to and the
// run has none: a small one that was made up is the id of somebody else's.
func (w *world) knownOrAbsent(name string) (any, bool) {
	if id, ok := w.known(name); ok {
		return id, true
	}
	_, refers := w.plan.meant(name)
	return spec.AbsentNumber, refers
}
