package probe

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/verbatim-http/verbatim/probe/naming"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/spec"
)

// noSuchPath is the segment of the random path. It is always the same, so that two runs send
// the same requests.
const noSuchPath = "/verbatim-no-such-path-7d41"

// listPurpose marks requests whose whole content is needed.
const listPurpose = "list"

// controls are the probes whose answers calibrate others: what the target says to a path that
// does not exist, and what its lists return. Each is sent once, when it is first asked for.
type controls struct {
	plan *Plan
	send func(context.Context, Request) records.Exchange

	mu   sync.Mutex
	sent map[string]*control

	corsOnce sync.Once
	cors     bool
}

type control struct {
	once sync.Once
	x    records.Exchange
}

func newControls(plan *Plan, send func(context.Context, Request) records.Exchange) *controls {
	return &controls{plan: plan, send: send, sent: map[string]*control{}}
}

// exchange sends a control request once and returns what came back.
func (c *controls) exchange(ctx context.Context, r Request) *records.Exchange {
	key := r.Method + " " + r.URL + " " + string(r.Body)
	if r.Schemes != nil && !slices.Equal(r.Schemes, c.plan.authorizer.usual.schemes) {
		key += " with " + strings.Join(r.Schemes, " ")
	}
	if r.Purpose == listPurpose {
		key += " whole"
	}
	if r.Purpose == preflightPurpose {
		key += fmt.Sprint(r.Fields)
	}
	c.mu.Lock()
	entry := c.sent[key]
	if entry == nil {
		entry = &control{}
		c.sent[key] = entry
	}
	c.mu.Unlock()
	entry.once.Do(func() { entry.x = c.send(ctx, r) })
	return &entry.x
}

// randomPath returns a path below a prefix, or below a shorter one, that no template of the
// contract matches; "" when there is none. It never goes deeper than a template that matches:
// a parameter that takes slashes too would take that path.
func (c *controls) randomPath(prefix string) string {
	for {
		path := prefix + noSuchPath
		if len(c.plan.matcher.Match(path)) == 0 {
			return path
		}
		if prefix == "" {
			return c.deepPath()
		}
		prefix = prefix[:strings.LastIndexByte(prefix, '/')]
	}
}

// deepPath is the random path of a contract whose first segment may be a parameter.
func (c *controls) deepPath() string {
	path := noSuchPath
	for range 8 {
		path += noSuchPath
		if len(c.plan.matcher.Match(path)) == 0 {
			return path
		}
	}
	return ""
}

// random sends a method to a path that does not exist, below the literal prefix of a template
// ("" for the root): parts of an API may be mounted apart, each with answers of its own. It
// returns nil when the contract leaves no such path.
func (c *controls) random(ctx context.Context, prefix string, like Request) *records.Exchange {
	path := c.randomPath(prefix)
	if path == "" {
		return nil
	}
	like.Purpose = "control"
	like.URL = c.plan.base + path
	if like.Fields == nil {
		like.Fields = []Field{{"Accept", accept(nil)}}
	}
	return c.exchange(ctx, like)
}

// unknown returns the target's answer to GET, or another safe method, at the random path.
func (c *controls) unknown(ctx context.Context, method string) *records.Exchange {
	return c.random(ctx, "", Request{Method: method})
}

// harvest returns the value that a parameter has in the first usable item of a list, nil when
// the list returns none. Lists below other parameters are reached through their own values.
func (c *controls) harvest(ctx context.Context, list *Row, param string) *spec.Value {
	return c.harvestDeep(ctx, list, param, deepest)
}

// deepest is how many lists and links are followed from one to the next.
const deepest = 4

// harvestParam returns the value of a path parameter that a link gives, or else a list.
func (c *controls) harvestParam(ctx context.Context, param Param, depth int) *spec.Value {
	for _, l := range param.links {
		from, ok := c.read(ctx, l, depth).of(l)
		if !ok {
			continue
		}
		if text, ok := l.link.Value(param.Name, "path", from); ok && text != "" {
			return &spec.Value{Name: param.Name, In: "path", Text: text, Source: spec.Harvested, From: l.String()}
		}
	}
	if param.List == nil {
		return nil
	}
	return c.harvestDeep(ctx, param.List, param.Name, depth)
}

func (c *controls) harvestDeep(ctx context.Context, list *Row, param string, depth int) *spec.Value {
	cell := list.cell("GET")
	if depth == 0 || cell == nil || cell.Withheld != "" {
		return nil
	}
	values, ok := list.secondValues(func(parent Param) *spec.Value { return c.harvestParam(ctx, parent, depth-1) })
	if !ok || c.plan.fallsOn(list, list.url(values)) {
		return nil
	}
	x := c.exchange(ctx, cell.request(listPurpose, list.url(values)))
	if x.Response == nil || x.Response.Status/100 != 2 {
		return nil
	}
	text := firstItem(x.Response.Kept().Content, param)
	if text == "" {
		text = firstText(x.Response.Kept().Content)
	}
	if text == "" && referenceName(naming.Singular(lastLiteral(list.Item.Template))) == referenceName(param) {
		text = onlyName(firstObject(numbersDecoder(x.Response.Kept().Content), 0)) // {task} in /tasks/{task}
	}
	if text == "" {
		return nil
	}
	return &spec.Value{Name: param, In: "path", Text: text, Source: spec.Harvested}
}

// cell returns the planned cell of a method; nil when the row has none.
func (r *Row) cell(method string) *Planned {
	for _, cell := range r.Cells {
		if cell.Method == method {
			return cell
		}
	}
	return nil
}

// request is the request of a planned cell at a concrete path.
func (cell *Planned) request(purpose, path string) Request {
	if cell.Query != "" {
		path += "?" + cell.Query
	}
	r := Request{Purpose: purpose, Method: cell.Method, URL: path, Fields: cell.Fields, Body: cell.Body, Guard: cell.Guard,
		Schemes: cell.Schemes, Whole: cell.Operation != nil}
	if cell.Method == http.MethodTrace {
		r.Fields = nil
	}
	return r
}
