package probe

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/refusal"
	"github.com/verbatim-http/verbatim/spec"
)

// make sends a request that creates a thing. The first time, that is also the test of the
// operation: its exchanges are then those of its cell; else they are added to aside.
func (w *world) make(ctx context.Context, r *Resource, m Maker, aside *[]records.Exchange) (*instance, string) {
	run := w.runs[m.Row]
	cell := run.cellOf(m.Method)
	if why := cell.planned().Withheld; why != "" {
		return nil, fmt.Sprintf("%s is not sent: %s", m, why)
	}
	w.bind(ctx, cell, aside)
	birth, why := w.conceiveFree(ctx, run, r, m, aside)
	if why != "" {
		return nil, w.notSent(m, why)
	}
	cell.inEarnest()
	cell.Planned = w.bound(cell.Planned)
	own := len(cell.exchanges) == 0 || cell.anew
	cell.anew = false
	purpose := "cell"
	if !own {
		purpose = "setup"
	}
	tries, entry := w.try(ctx, cell, birth, purpose)
	last := &tries[len(tries)-1]
	// A PUT that creates nothing under a new name is asked again about something that is there.
	if own = own && !(m.ByName && last.IsNotFound()); own {
		cell.keep(tries...)
		cell.noteUnsent(tries)
	} else {
		*aside = append(*aside, tries...)
	}
	w.set(func() { w.made[r]++ })
	if m.Method == http.MethodPost && last.Status() == http.StatusInternalServerError {
		if again, other := w.tryAnother(ctx, cell, birth, last, aside); again != nil {
			last, entry = again, other
		}
	}
	if last.Status()/100 != 2 {
		return nil, w.noteRefused(m, last)
	}
	thing, why := w.settle(ctx, r, m, birth, entry, last)
	if thing == nil && w.ledger.state(entry) == Created {
		w.another(ctx, run, cell, birth, entry, last) // it may be known at another path
	}
	cell.lasting = cell.lasting || w.ledger.state(entry) == Nothing // it succeeded, and nobody knows with what
	return thing, why
}

// tryAnother sends a creation once more, for what needs the thing only, with the properties that the
// text of a 500 asks for: the failure stays that of the operation, whose input was valid.
func (w *world) tryAnother(ctx context.Context, cell *cellRun, b *birth, x *records.Exchange, aside *[]records.Exchange) (*records.Exchange, *Creation) {
	if cell.Operation.Body == nil || !refusal.Misses(refusal.Text(x.Response)) && !says(refusal.Text(x.Response), []string{"empty", "blank"}) || !remedyContent(cell.Operation, b, x.Response, true) {
		return nil, nil
	}
	if b.renamed != "" || !w.stillFree(ctx, b) {
		return nil, nil
	}
	tries, entry := w.try(ctx, cell, b, "setup")
	*aside = append(*aside, tries...)
	return &tries[len(tries)-1], entry
}

// settle finds out where the new thing is, also when the run is interrupted meanwhile.
func (w *world) settle(ctx context.Context, r *Resource, m Maker, b *birth, entry *Creation, x *records.Exchange) (*instance, string) {
	ctx, cancel := outlasting(ctx, answerTime)
	defer cancel()
	return w.locate(ctx, r, m, b, entry, x)
}

// birth is where and with what something is created.
type birth struct {
	url    string
	values []spec.Value
	sample spec.Sampling
	// named is the name that the client chose for it; "" when the server chooses.
	named string
	// reads is set where the request's name says that it only reads.
	reads bool
	// taken is set where a GET found something under the name.
	taken bool
	// renamed is the property that has got another name of the client's since it was shown to be
	// free; "" for none.
	renamed string
	// before is what the collection listed before.
	before any
	// content is what was sent, and echo what is to be sent because a GET returned it; else nil.
	content, echo []byte
	// object is what content says where that is no JSON; nil for what is no object.
	object map[string]any
	// unmarked is set when the marker in an example was given up.
	unmarked bool
	// spelt is how the run's marker is to be spelt in content; "" as it is.
	spelt string
	// resource is the kind of thing that may come of it; nil when none is known.
	resource *Resource
}

// mostNames is how many names of its own a run looks for where one that it made up is not free: what
// it renamed may answer to its old name, and things of several kinds may share one space of names.
const mostNames = 3

// conceiveFree is [world.conceive], with another name where the run's own is not free.
func (w *world) conceiveFree(ctx context.Context, run *rowRun, r *Resource, m Maker, aside *[]records.Exchange) (b *birth, why string) {
	for range mostNames {
		if b, why = w.conceive(ctx, run, r, m, aside); b == nil || !b.taken || !w.bearsMarker(b.named) {
			break
		}
		w.set(func() { w.made[r]++ })
	}
	return b, why
}

// conceive finds the place for a creation, and shows that nothing of others is there.
func (w *world) conceive(ctx context.Context, run *rowRun, r *Resource, m Maker, aside *[]records.Exchange) (*birth, string) {
	row, n := m.Row, len(m.Row.Params)
	if m.ByName {
		n--
	}
	values, why := w.place(ctx, row, n, true, aside)
	if why != "" {
		return nil, why
	}
	b := &birth{values: values, sample: w.sampling(row, run.cellOf(m.Method)), resource: r}
	b.sample.Linked = w.linkedBody(ctx, run.cellOf(m.Method), aside)
	w.nameNew(ctx, m, b, n, aside)
	b.url = row.url(b.values)
	switch {
	case w.plan.fallsOn(row, b.url):
		return nil, "its path would be that of another operation"
	case m.ByName && b.named == "":
		return nil, "no name could be made up that is surely free"
	case !w.mayCreateIn(ctx, row, b.url, values):
		return nil, notOurs(values)
	case destructive(row.Item, row.Item.Operation(m.Method)) && !w.ledger.owns(b.url) && !w.plan.Options.TouchOthers:
		return nil, removesOthers
	}
	if v, ok := w.foreign(run.cellOf(m.Method).Planned); ok {
		return nil, notOurs([]spec.Value{v})
	}
	if why := w.nothingThere(ctx, r, m, b); why != "" {
		return b, why
	}
	if !m.ByName {
		b.before = w.listed(ctx, run, b.url, w.count(r) > 0)
	}
	w.wire.consents.add(m.Method, b.url)
	return b, ""
}

// nameNew gives what is to be created a name, where the run may choose it. A maker by name has values
// for n parameters, and gets the last one here.
func (w *world) nameNew(ctx context.Context, m Maker, b *birth, n int, aside *[]records.Exchange) {
	param := b.resource.lastParam(m.Row)
	name := w.freshName(param, b.resource)
	if m.ByName {
		if v := w.namesake(ctx, m.Row, n, b.values, true, aside); v != nil {
			name = v.Text // PUT /teams/{id}/members/{username} takes one that is there
		}
	}
	if alternatives(param.Name) != nil && !m.ByName && !w.bearsMarker(name) {
		name = "" // what may be an id is no name: the server would look for another thing under it
	}
	if name != "" {
		b.sample.Identity = map[string]string{}
		for _, field := range b.resource.namedBy(param) {
			b.sample.Identity[field] = name
		}
		if m.ByName {
			b.named = name
			b.values = append(slices.Clone(b.values), spec.Value{Name: param.Name, In: "path", Text: name, Source: spec.Created})
		}
	}
}

// nothingThere shows by a GET that a name which the client chooses is free; it says why not.
func (w *world) nothingThere(ctx context.Context, r *Resource, m Maker, b *birth) string {
	named := b.values
	if !m.ByName {
		name := w.nameIn(r, m, b)
		if name == "" || r.params != len(b.values)+1 {
			return "" // the server chooses
		}
		b.named = name
		named = append(slices.Clone(b.values), spec.Value{In: "path", Text: name})
	}
	x := w.look(ctx, r, named)
	if x == nil || x.IsNotFound() {
		return ""
	}
	b.taken = x.Status()/100 == 2 || x.Status()/100 == 3
	name := fmt.Sprintf("the name %q", b.named)
	if w.bearsMarker(b.named) {
		name = "the name" // every run makes up another one, and reasons must read the same
	}
	return fmt.Sprintf("a GET of %s that it would create answered %d and not 404", name, x.Status())
}

// nameIn is the name that the content of a creation chooses; "" when it chooses none.
func (w *world) nameIn(r *Resource, m Maker, b *birth) string {
	op := m.Row.Item.Operation(m.Method)
	if op.Body == nil {
		return ""
	}
	content, err := op.Body.SampleWith(b.sample)
	if err != nil {
		return ""
	}
	object, _ := records.Decoded(content.Data).(map[string]any)
	for field, name := range b.sample.Identity {
		if text, ok := scalar(object[field]); ok && text == name {
			return name
		}
	}
	return givenName(b.sample.Given, object, r.lastParam(m.Row).Name)
}

// listed is what a collection lists before something is created in it; nil when it cannot be
// asked. Anew asks again: what the run created since counts as well.
func (w *world) listed(ctx context.Context, run *rowRun, url string, anew bool) any {
	get := run.row.declaredGet()
	if get == nil {
		return nil
	}
	if anew {
		if x := w.read(ctx, run.row, url); x.Status()/100 == 2 {
			return records.Decoded(x.Response.Whole())
		}
		return nil
	}
	x := w.controls.exchange(ctx, w.bound(get).request(listPurpose, url))
	if x.Status()/100 != 2 {
		return nil
	}
	return records.Decoded(x.Response.Kept().Content)
}

// count is how many things of a kind the run has made so far.
func (w *world) count(r *Resource) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.made[r]
}

// created are values of the resource's parameters, as a maker made them.
func (r *Resource) created(texts []string, m Maker) []spec.Value {
	values, from := make([]spec.Value, len(texts)), m.creates(r)
	for i, name := range paramsOf(r.Template) {
		values[i] = spec.Value{Name: name, In: "path", Text: texts[i], Source: spec.Created, From: from}
	}
	return values
}

// deleteURL is the path and query of the declared DELETE of a thing; "" when none is declared.
// bound gives its parameters their values.
func (r *Resource) deleteURL(values []spec.Value, bound func(*Planned) *Planned) string {
	row := r.removalRow()
	if row == nil {
		return ""
	}
	cell := row.cell(http.MethodDelete)
	if cell == nil || cell.Operation == nil || cell.Withheld != "" {
		return ""
	}
	return bound(cell).request("cleanup", row.url((&instance{values: values}).valuesFor(row))).URL
}

// deleteSchemes are the security schemes of the declared DELETE.
func (r *Resource) deleteSchemes() []string {
	if r.Row == nil {
		return nil
	}
	if cell := r.removalRow().cell(http.MethodDelete); cell != nil {
		return cell.Schemes
	}
	return nil
}

// lastParam is the parameter that tells one thing of the kind from another.
func (r *Resource) lastParam(row *Row) Param {
	if r.Row != nil {
		row = r.Row
	}
	if row != nil && len(row.Params) >= r.params {
		return row.Params[r.params-1]
	}
	return Param{Name: paramsOf(r.Template)[r.params-1]}
}
