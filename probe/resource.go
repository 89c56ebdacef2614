package probe

import (
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/naming"
	"github.com/verbatim-http/verbatim/spec"
)

// Resource is a kind of thing that a run can create: what the templates that begin with the same
// path, up to a parameter, have in common. "/users/{id}" and "/users/{userId}/tasks" are both
// about the users.
type Resource struct {
	// Template is the path of one such thing, as the first path item writes it that is not about half
	// of its name: "/users/{userId}".
	Template string
	// Row is the path item of exactly that template; nil when the contract has none.
	Row *Row
	// Makers are the requests that may create one, the most promising first.
	Makers []Maker

	// same is the resource that names the same things by another property, where this one has no
	// makers; else nil.
	same *Resource
	// removal is another path item of the same path, which has the DELETE where Row has none; else nil.
	removal *Row
	params  int // how many parameters the template has
}

// Maker is a declared request that creates a resource.
type Maker struct {
	Row    *Row
	Method string
	// ByName is set when the client chooses the name in the path, so that it must be proven absent
	// first.
	ByName bool
}

// String is the maker as it is shown: "POST /tasks".
func (m Maker) String() string { return m.Method + " " + m.Row.Item.Template }

// rowMethod is a request of the contract.
type rowMethod struct {
	row    *Row
	method string
}

// creation is what a request creates.
type creation struct {
	resource *Resource
	maker    Maker
}

// findResources works out for every row which things its path names, and what creates them.
func (p *Plan) findResources() {
	p.resources = map[string]*Resource{}
	p.creations = map[rowMethod]creation{}
	p.findLinks()
	p.findPosters()
	shapes := map[string]*Row{}
	for _, row := range p.Rows {
		shape := shapeOf(segmentsOf(row.Item.Template))
		known := shapes[shape]
		if row.Elsewhere == "" && (known == nil || known.Item.Operation(http.MethodGet) == nil && row.Item.Operation(http.MethodGet) != nil) {
			shapes[shape] = row
		}
	}
	for _, row := range p.Rows {
		segments := segmentsOf(row.Item.Template)
		row.resources = make([]*Resource, len(row.Params))
		for i, segment := range segments {
			at := slices.IndexFunc(row.Params, func(param Param) bool { return segment == "{"+param.Name+"}" })
			if at >= 0 {
				half := i+1 < len(segments) && isParam(segments[i+1])
				row.resources[at] = p.resource(segments[:i+1], shapes, half)
			}
		}
	}
	p.findSiblings()
}

// place is the path that a thing is created at: what is before its parameter, or before all of
// them where it takes several to name one, as in /repos/{owner}/{name}.
func place(segments []string, shapes map[string]*Row) []string {
	before := segments[:len(segments)-1]
	for len(before) > 0 && isParam(before[len(before)-1]) && shapes[shapeOf(before)] == nil {
		before = before[:len(before)-1]
	}
	return before
}

// isParam reports whether a segment of a template is a parameter.
func isParam(segment string) bool {
	return strings.HasPrefix(segment, "{") && strings.IndexByte(segment, '}') == len(segment)-1
}

// resource returns the kind of thing that a path prefix names. Half a name, as the owner's of a
// repository, names nothing unless it is a path of its own.
func (p *Plan) resource(segments []string, shapes map[string]*Row, half bool) *Resource {
	shape := shapeOf(segments)
	if known, ok := p.resources[shape]; ok {
		return known
	}
	r := &Resource{Template: "/" + strings.Join(segments, "/"), Row: shapes[shape], params: strings.Count(shape, "{}")}
	if r.Row != nil && half {
		r.Template = r.Row.Item.Template // /pulls/{base}/{head} is about no pull
	}
	collection := shapes[shapeOf(segments[:len(segments)-1])]
	if r.Row != nil || !half {
		r.Makers = p.makers(r, p.collection(place(segments, shapes), http.MethodPost))
	}
	for _, maker := range r.Makers {
		if key := (rowMethod{maker.Row, maker.Method}); p.creations[key].resource == nil {
			p.creations[key] = creation{r, maker}
		}
	}
	if collection != nil && collection.members == nil {
		collection.members = r
	}
	p.resources[shape] = r
	return r
}

// makers are the declared requests that may create a resource: a POST to its collection, a POST
// whose answer links to it, a POST that answers with the same schema as its GET, a PUT or POST of the thing itself under a name
// that the client chooses.
func (p *Plan) makers(r *Resource, collection *Row) []Maker {
	var makers []Maker
	add := func(row *Row, method string, byName bool) {
		maker := Maker{row, method, byName}
		if row.Item.Operation(method) != nil && !slices.Contains(makers, maker) {
			makers = append(makers, maker)
		}
	}
	if collection != nil {
		add(collection, http.MethodPost, false)
	}
	if r.Row == nil {
		return makers
	}
	for _, row := range p.linking[shapeOf(segmentsOf(r.Template))] {
		add(row, http.MethodPost, false)
	}
	for _, row := range p.sameSchema(r.Row) {
		add(row, http.MethodPost, false)
	}
	if last := len(r.Row.Params) - 1; r.Row.Params[last].Absent != nil && r.Row.Item.Operation(http.MethodGet) != nil {
		add(r.Row, http.MethodPut, true)
		if !slices.ContainsFunc(makers, func(m Maker) bool { return !m.ByName }) {
			add(r.Row, http.MethodPost, true) // where a PUT only changes what is there
		}
	}
	return makers
}

// sameSchema are the rows outside an item's path whose POST answers with what the item's GET
// answers with, and whose name is that of the collection or of an act of creation: POST
// /user/repos creates a /repos/{owner}/{repo}, and POST /jobs/next, which also answers with a
// job, does not. Those with few parameters come first.
func (p *Plan) sameSchema(item *Row) []*Row {
	get := item.Item.Operation(http.MethodGet)
	if get == nil {
		return nil
	}
	name := schemaOf(get)
	if name == "" {
		return nil
	}
	var found []*Row
	for _, row := range p.posters[name] {
		if !p.showsItsOwn(row, name) && !strings.HasPrefix(row.Item.Template, item.Item.Template) && namesCreation(lastLiteral(row.Item.Template), item) {
			found = append(found, row)
		}
	}
	slices.SortStableFunc(found, func(a, b *Row) int { return len(a.Params) - len(b.Params) })
	return found[:min(len(found), 3)]
}

// showsItsOwn reports whether what a POST creates has a path of its own below it, whose GET answers
// with a schema: it is there then, and not elsewhere.
func (p *Plan) showsItsOwn(row *Row, schema string) bool {
	shape := shapeOf(segmentsOf(row.Item.Template)) + "/{}"
	return slices.ContainsFunc(p.Rows, func(item *Row) bool {
		get := item.Item.Operation(http.MethodGet)
		return get != nil && item.Elsewhere == "" && shapeOf(segmentsOf(item.Item.Template)) == shape && schemaOf(get) == schema
	})
}

// findPosters finds the rows whose POST answers with one thing, by the name of its schema.
func (p *Plan) findPosters() {
	p.posters = map[string][]*Row{}
	for _, row := range p.Rows {
		if post := row.Item.Operation(http.MethodPost); post != nil && row.Elsewhere == "" {
			if name := schemaOf(post); name != "" {
				p.posters[name] = append(p.posters[name], row)
			}
		}
	}
}

// namesCreation reports whether the last word of a path is that of an item's collection, in the
// singular or the plural, or says that something is created.
func namesCreation(word string, item *Row) bool {
	word = strings.ToLower(word)
	for _, begin := range []string{"create", "register", "import", "upload"} {
		if strings.HasPrefix(word, begin) {
			return true
		}
	}
	return word == "add" || word == "new" || naming.Singular(word) == naming.Singular(strings.ToLower(lastLiteral(item.Item.Template)))
}

// schemaOf names the schema of one thing that an operation answers success with; "" for none, or
// a list.
func schemaOf(op *spec.Operation) string {
	for i := range op.Responses {
		if !strings.HasPrefix(op.Responses[i].Status, "2") {
			continue
		}
		if name, list := op.Responses[i].SchemaName(); name != "" && !list {
			return name
		}
	}
	return ""
}

func segmentsOf(template string) []string {
	return strings.Split(strings.Trim(template, "/"), "/")
}

// shapeOf is a template without the names of its parameters.
func shapeOf(segments []string) string {
	var b strings.Builder
	for _, s := range segments {
		b.WriteByte('/')
		if isParam(s) {
			s = "{}"
		}
		b.WriteString(s)
	}
	return b.String()
}

// resource is the kind of thing that the row's whole path names; nil when it ends otherwise or
// nothing creates it.
func (r *Row) resource() *Resource {
	segments := segmentsOf(r.Item.Template)
	last := len(r.Params) - 1
	if last < 0 || segments[len(segments)-1] != "{"+r.Params[last].Name+"}" {
		return nil
	}
	return r.resources[last]
}
