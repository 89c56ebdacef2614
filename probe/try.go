package probe

import (
	"context"
	"fmt"
	"hash/fnv"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/refusal"
	"github.com/verbatim-http/verbatim/spec"
)

// answerTime is how long a request that may have created something still waits for its answer
// when the run is interrupted: what is not known cannot be removed.
const answerTime = 5 * time.Second

// mostTries is how often a request is sent at most: once, once more when the answer says what was
// wrong, and again while the answer names something else that is missing.
const mostTries = 4

const noValidBody = "no valid body can be had"

// try sends a real unsafe request, and again when the answer says what was wrong with it. It
// returns all tries, and the ledger's entry of the last; nil for one that can create nothing.
func (w *world) try(ctx context.Context, cell *cellRun, b *birth, purpose string) ([]records.Exchange, *Creation) {
	request, why := w.requestFor(cell, b, purpose)
	if why != "" {
		return []records.Exchange{{Purpose: purpose, Method: cell.Method, URL: b.url, Error: &records.TransportError{Kind: kindWithheld, Text: why}}}, nil
	}
	x, entry := w.sendEntered(ctx, b, request)
	tries := []records.Exchange{x}
	for len(tries) < b.tries() && w.mend(b, cell, func() bool { return w.remedy(ctx, cell, b, &request, tries) }, &tries[len(tries)-1]) {
		again, why := w.requestFor(cell, b, purpose)
		if why != "" || !w.stillFree(ctx, b) {
			break
		}
		again.Fields = mergedFields(again.Fields, request.Fields)
		x, entry = w.sendEntered(ctx, b, again)
		tries = append(tries, x)
	}
	return tries, entry
}

// requestFor makes the request of a cell with the values of things that the run made.
func (w *world) requestFor(cell *cellRun, b *birth, purpose string) (Request, string) {
	request := cell.planned().request(purpose, b.url)
	request.Whole = true
	b.content = request.Body
	defer func() { cell.content = b.content }()
	if b.echo != nil {
		b.content, request.Body = b.echo, b.echo
		request.Fields = mergedFields(request.Fields, []Field{{"Content-Type", cell.Operation.Body.JSONMediaType()}})
		return request, ""
	}
	if cell.Operation == nil || cell.Operation.Body == nil || b.content == nil {
		return request, ""
	}
	content, err := cell.Operation.Body.SampleWith(b.sample)
	if err != nil {
		return request, fmt.Sprintf("%s: %v", noValidBody, err)
	}
	content.Data = b.respelt(content.Data)
	b.content, request.Body, b.object = content.Data, content.Data, content.Object
	request.Fields = mergedFields(request.Fields, []Field{{"Content-Type", content.MediaType}})
	return request, ""
}

// mergedFields replaces fields by those of their name.
func mergedFields(fields, with []Field) []Field {
	merged := slices.Clone(fields)
	for _, f := range with {
		at := slices.IndexFunc(merged, func(m Field) bool { return strings.EqualFold(m.Name, f.Name) })
		if at < 0 {
			merged = append(merged, f)
		} else {
			merged[at] = f
		}
	}
	return merged
}

// sendEntered enters what may create something in the ledger, sends it, and notes what came of
// it before anything else happens.
func (w *world) sendEntered(ctx context.Context, b *birth, r Request) (records.Exchange, *Creation) {
	mayCreate := r.Method == http.MethodPost || b.named != ""
	if !mayCreate {
		x := w.wire.send(ctx, r)
		if x.Status()/100 == 2 {
			w.noteUnmarked(b, r)
			w.touched(r.Method, r.URL)
		}
		return x, nil
	}
	if err := ctx.Err(); err != nil {
		return w.wire.send(ctx, r), nil // says so
	}
	entry, err := w.ledger.ask(w.creation(b, r))
	if err != nil {
		return records.Exchange{Purpose: r.Purpose, Method: r.Method, URL: r.URL, Error: &records.TransportError{Kind: kindWithheld, Text: err.Error()}}, nil
	}
	answered, cancel := outlasting(ctx, answerTime)
	defer cancel()
	x := w.wire.send(answered, r)
	switch {
	case x.Status()/100 == 2:
		w.ledger.change(entry, func(c *Creation) { c.State = Created })
		w.noteUnmarked(b, r)
		w.touched(r.Method, r.URL)
	case b.reads, x.Sent == 0 || x.Response != nil && (x.Response.Status < 500 || x.Response.Status == http.StatusNotImplemented):
		w.ledger.change(entry, func(c *Creation) { c.State = Nothing })
	}
	return x, entry
}

// creation is what the ledger says of a request before it is sent.
func (w *world) creation(b *birth, r Request) Creation {
	c := Creation{By: r.Method + " " + r.URL, Marked: bears(string(r.Body), w.plan.Options.marker())}
	if m := b.resource; m != nil && m.Row != nil && m.removal == nil && r.Method == http.MethodPost && m.params == len(b.values)+1 {
		names := paramsOf(m.Template)
		place := slices.Clone(b.values)
		place = append(place, spec.Value{Text: "\x00"})
		c.Members = strings.Replace(m.deleteURL(place, w.bound), "%00", "{}", 1)
		c.Param, c.Schemes = names[len(names)-1], m.deleteSchemes()
	}
	return c
}

// outlasting is a context that ends a while after its parent does.
func outlasting(ctx context.Context, by time.Duration) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(by, cancel) })
	return longer, func() { stop(); cancel() }
}

// said is an answer as part of a sentence: its status and the API's own words.
func (w *wire) said(x *records.Exchange) string {
	if x.Response == nil {
		if x.Error.Kind == kindWithheld {
			return "is not sent: " + strings.TrimPrefix(x.Error.Text, "withheld: ")
		}
		return "got no answer: " + x.Error.Text
	}
	if text := w.hide.Text(refusal.Text(x.Response)); text != "" {
		return fmt.Sprintf("answered %d: %s", x.Response.Status, text)
	}
	return fmt.Sprintf("answered %d", x.Response.Status)
}

// sampling is how bodies are made that go out: they name what the run made, and nothing of others
// that a number which was made up would hit. What is new may belong to what an example names.
func (w *world) sampling(row *Row, cell *cellRun) spec.Sampling {
	known := w.knownOrAbsent
	if r, _ := w.plan.creates(row, cell.planned()); r != nil && cell.planned().BodySource == spec.Example {
		known = w.known
	}
	return w.plan.wishes(cell.Operation, spec.Sampling{Marker: w.plan.Options.marker(), Mark: w.plan.marks(row, cell.planned()), Idle: cell.planned().idle, Known: known, Fresh: w.freshNumber(row, cell)})
}

// freshNumber tells what is made up anew for a request from what is for others of this run, and for
// the same before: things of several kinds may share one space of names.
func (w *world) freshNumber(row *Row, cell *cellRun) int {
	const room = 89
	hash := fnv.New32a()
	fmt.Fprintf(hash, "%s %s", cell.Method, row.Item.Template)
	made := 0
	if r, _ := w.plan.creates(row, cell.planned()); r != nil {
		made = w.count(r)
	}
	return 1 + made*room + int(hash.Sum32()%room)
}

// freshName is a name that this run has not used for a parameter, in the form that the contract
// asks for; "" when there is no room for one.
func (w *world) freshName(param Param, r *Resource) string {
	if param.Absent == nil {
		return ""
	}
	w.mu.Lock()
	n, plain := w.made[r], w.plain[r]
	w.mu.Unlock()
	hash := fnv.New32a()
	fmt.Fprintf(hash, "%s %s %d", w.plan.Options.marker(), r.Template, n)
	number := hash.Sum32()
	free := param.Absent.Text
	switch {
	case strings.Trim(free, "0123456789") == "":
		highest, err := strconv.ParseUint(free, 10, 63)
		if err != nil || highest < 2_000_000 {
			return free
		}
		return strconv.FormatUint(highest/2+uint64(number)%(highest/2), 10)
	case strings.HasPrefix(free, "verbatim") && strings.Trim(free[len("verbatim"):], "0123456789") == "":
		name := strings.ReplaceAll(w.plan.Options.marker(), "-", "") // letters and digits only
		if n > 0 {
			name += strconv.Itoa(n)
		}
		return name
	case strings.Contains(free, "verbatim-absent"):
		name := strings.Replace(free, "verbatim-absent", w.plan.Options.marker(), 1)
		if n > 0 {
			name += "-" + strconv.Itoa(n)
		}
		if plain {
			name = strings.ReplaceAll(name, "-", "")
		}
		return name
	}
	return free
}
