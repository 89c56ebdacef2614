package spec

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

const (
	// maxTemplate and maxNames are what a path can have at most, in bytes and parameters.
	maxTemplate = 8_000
	maxNames    = 100
	// maxEntries bounds what references and aliases can multiply: a small document could
	// otherwise describe billions of parameters.
	maxEntries = 5_000_000
)

// readPaths reads the Paths Object. What is wrong with it leaves nothing to check, or not the
// paths that were meant: these are problems, not warnings.
func (r *reader) readPaths() {
	paths := r.root.field("paths")
	if !paths.exists() {
		r.fail(r.start(), "there is no \"paths\" key, so there is nothing to check"+r.insteadOfPaths())
		return
	}
	target, err := paths.deref()
	if err != nil {
		r.failRef(paths, err)
		return
	}
	if k := target.kind(); k != objectKind && k != nullKind {
		r.fail(target.place(), fmt.Sprintf("\"paths\" is %s, not an object", k))
		return
	}
	items := map[string]*itemReader{}
	for _, f := range target.fields() {
		if !strings.HasPrefix(f.name, "x-") && f.name != "$ref" {
			r.readPathItem(f, items)
		}
		if r.entries > maxEntries {
			r.fail(f.place, "the references multiply to more entries than a contract can have")
			return
		}
	}
	for _, item := range r.contract.Paths {
		items[item.Template].describeParameters()
	}
	r.warnLookalikes()
	if len(r.contract.Paths) == 0 && len(r.problems) == 0 {
		r.fail(target.place(), "\"paths\" is empty, so there is nothing to check"+r.insteadOfPaths())
	}
}

func (r *reader) insteadOfPaths() string {
	switch {
	case r.root.field("webhooks").exists():
		return "; the contract has webhooks only, which are requests that the API sends, not answers that it gives"
	case r.root.field("components").exists(), r.root.field("definitions").exists():
		return "; this seems to be a part of a contract: give the document that has the paths"
	default:
		return ""
	}
}

func (r *reader) failRef(n node, err error) {
	var ref *refError
	if errors.As(err, &ref) {
		r.fail(ref.Place, ref.text())
		return
	}
	r.fail(n.place(), err.Error())
}

// readPathItem reads one path item, into the one with the same template if there is one already.
func (r *reader) readPathItem(f field, items map[string]*itemReader) {
	layers, ok := r.layers(f)
	if !ok {
		return
	}
	template, changes := template(f.name)
	if len(template) > maxTemplate {
		r.fail(f.place, fmt.Sprintf("the path is longer than %d characters", maxTemplate))
		return
	}
	reader := items[template]
	if reader == nil {
		reader = newItemReader(r, template, f.place)
		items[template] = reader
		r.contract.Paths = append(r.contract.Paths, reader.item)
		for _, change := range changes {
			r.warn(f.place, "the path %q %s", f.name, change)
		}
	} else {
		r.warn(f.place, "the path %q is %q again; its methods are added to those of line %d", f.name, template, reader.item.Line)
	}
	if len(reader.names) > maxNames {
		r.fail(f.place, fmt.Sprintf("the path has more than %d parameters", maxNames))
		return
	}
	reader.read(layers)
}

// layers are a path item, and what it refers to with $ref, nearest first: what it says itself
// stands before what it refers to.
func (r *reader) layers(f field) ([]node, bool) {
	var layers []node
	for at := f.value; ; {
		switch k := at.kind(); {
		case k == nullKind && len(layers) == 0:
			r.warn(f.place, "the path item %q has no value; it declares no method", f.name)
			return nil, true
		case k != objectKind:
			r.fail(f.place, fmt.Sprintf("the path item %q is %s, not an object", f.name, k))
			return nil, false
		case slices.Contains(layers, at):
			r.fail(f.place, fmt.Sprintf("the path item %q refers to itself, by the reference %q", f.name, at.field("$ref").text()))
			return nil, false
		case len(layers) > maxRefs:
			r.fail(f.place, fmt.Sprintf("the path item %q refers on and on", f.name))
			return nil, false
		}
		layers = append(layers, at)
		ref := at.field("$ref")
		if ref.kind() != stringKind {
			return layers, true
		}
		target, err := at.doc.resolve(ref.text(), 0)
		if err != nil {
			r.failRef(at, &refError{ref.place(), ref.text(), err})
			return nil, false
		}
		at = target
	}
}

// template is a path key as a template: without a query string and a fragment, which no server
// routes by, and with the leading slash that every path has. The changes say what was wrong.
func template(key string) (template string, changes []string) {
	template = key
	if i := queryStart(template); i >= 0 {
		template = template[:i]
		changes = append(changes, fmt.Sprintf("has a query string or a fragment; it is read as %q", template))
	}
	if !strings.HasPrefix(template, "/") {
		template = "/" + template
		changes = append(changes, fmt.Sprintf("does not begin with a slash; it is read as %q", template))
	}
	if text := braceProblem(template); text != "" {
		changes = append(changes, "has "+text)
	}
	return template, changes
}

// queryStart finds where a query string or fragment begins, "{?page}" and "{#part}" included
// (RFC 6570), else -1.
func queryStart(template string) int {
	inside := false
	for i, c := range template {
		switch {
		case c == '{':
			inside = true
			if rest := template[i+1:]; strings.HasPrefix(rest, "?") || strings.HasPrefix(rest, "#") || strings.HasPrefix(rest, "&") {
				return i
			}
		case c == '}':
			inside = false
		case !inside && (c == '?' || c == '#'):
			return i
		}
	}
	return -1
}

// braceProblem says what is wrong with the braces of a template, "" when nothing is.
func braceProblem(template string) string {
	open := -1
	for i, c := range template {
		switch {
		case c == '{' && open >= 0:
			return "a brace within braces"
		case c == '{':
			open = i
		case c == '}' && open < 0:
			return "a closing brace without an opening one"
		case c == '}' && open == i-1:
			return "braces without a name"
		case c == '}':
			open = -1
		case c == '/' && open >= 0:
			return "braces that are not closed before the next slash"
		}
	}
	if open >= 0 {
		return "an opening brace without a closing one"
	}
	return ""
}

// warnLookalikes reports templates that routers may take for the same.
func (r *reader) warnLookalikes() {
	shapes := map[string]*PathItem{}
	for _, item := range r.contract.Paths {
		shape := shape(item.Template)
		if first := shapes[shape]; first != nil {
			r.warn(item.Place, "%q and %q (%s) differ only in the names of their parameters, so they match the same paths", item.Template, first.Template, first.where())
			continue
		}
		shapes[shape] = item
	}
	for _, item := range r.contract.Paths {
		bare, ok := strings.CutSuffix(shape(item.Template), "/")
		if other := shapes[bare]; ok && other != nil {
			r.warn(item.Place, "%q and %q (%s) differ only in the slash at the end; each is checked as it is written", item.Template, other.Template, other.where())
		}
	}
}

// shape is a template without the names of its parameters.
func shape(template string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(template, "{")
		_, after, closed := strings.Cut(rest, "}")
		b.WriteString(before)
		if !ok || !closed {
			b.WriteString(rest)
			return b.String()
		}
		b.WriteString("{}")
		template = after
	}
}
