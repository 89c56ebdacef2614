package probe

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/naming"
)

// order sorts the rows for full mode: what creates a resource comes before what needs one, and a
// resource before what is below it; else document order. Rows that have nothing to do with each
// other are in groups of their own, which may run side by side. Where the rows wait for each
// other in a circle, the wait that closes it, in document order, is dropped.
func (p *Plan) order() [][]*Row {
	waits := map[*Row][]*Row{}
	for _, row := range p.Rows {
		waits[row] = p.waitsFor(row)
	}
	groups := newGroups(p.Rows)
	var sorted []*Row
	state := map[*Row]int{} // 1 while it is being visited, 2 when it is placed
	var visit func(*Row)
	visit = func(row *Row) {
		state[row] = 1
		for _, before := range waits[row] {
			groups.join(row, before)
			if state[before] == 0 {
				visit(before)
			}
		}
		state[row] = 2
		sorted = append(sorted, row)
	}
	for _, row := range p.Rows {
		if state[row] == 0 {
			visit(row)
		}
	}
	return groups.of(sorted)
}

// waitsFor are the rows that come before a row.
func (p *Plan) waitsFor(row *Row) []*Row {
	var rows []*Row
	need := func(r *Resource) {
		if r == nil {
			return
		}
		if r.same != nil {
			rows = append(rows, r.same.Row)
		}
		for _, maker := range r.origin().Makers {
			rows = append(rows, maker.Row)
		}
		if r.Row != nil && !strings.HasPrefix(r.Row.Item.Template, row.Item.Template) {
			rows = append(rows, r.Row)
		}
	}
	for _, r := range row.resources {
		need(r)
	}
	for _, n := range row.namesakes {
		need(n.made)
		need(n.owner)
	}
	for _, cell := range row.Cells {
		for _, name := range cell.references {
			need(p.referenced(name))
		}
		rows = append(rows, p.ledBy(cell)...)
	}
	return slices.DeleteFunc(rows, func(before *Row) bool { return before == row })
}

// referenced is the resource that a property of a body, or a parameter, refers to by its name:
// "projectId", "project_id" and "project" all mean what /projects/{id} names. Nil for none.
func (p *Plan) referenced(name string) *Resource {
	r, _ := p.meant(name)
	return r
}

// meant is [Plan.referenced], and true as well where several resources may be meant. A name that ends
// as ids do may say more than what it refers to: "parent_folder_id" means a folder.
func (p *Plan) meant(name string) (*Resource, bool) {
	if r, ok := p.byName[referenceName(name)]; ok {
		return r, true
	}
	words := naming.Words(name)
	if len(words) < 3 || !slices.Contains(idWords, words[len(words)-1]) {
		return nil, false
	}
	for i := 1; i < len(words)-1; i++ {
		if r, ok := p.byName[strings.Join(words[i:len(words)-1], "")]; ok {
			return r, true
		}
	}
	return nil, false
}

// idWords are the last words of names that refer to something by its id.
var idWords = []string{"uuids", "guids", "ids", "uuid", "guid", "id"}

// nameResources finds the names under which bodies and parameters refer to resources; a name
// that two resources have refers to neither.
func (p *Plan) nameResources() {
	p.byName = map[string]*Resource{}
	for _, choosing := range []bool{false, true} { // what the client gives a name goes by that of another often
		found := map[string]*Resource{}
		for _, row := range p.Rows {
			for i, r := range row.resources {
				if r == nil || len(r.Makers) == 0 || r.Makers[0].ByName != choosing {
					continue
				}
				for _, name := range namesOf(path.Dir(r.Template), row.Params[i].Name) {
					switch known, ok := found[name]; {
					case !ok:
						found[name] = r
					case known != r && (known == nil || !known.isMadeAs(r)):
						found[name] = nil
					}
				}
			}
		}
		maps.Copy(found, p.byName)
		p.byName = found
	}
}

// namesOf are the names of the things in a collection: that of the parameter, unless it is a mere
// "id", and the singular of the collection's.
func namesOf(collection, param string) []string {
	var names []string
	if name := referenceName(param); name != "" {
		names = append(names, name)
	}
	if name := referenceName(naming.Singular(path.Base(collection))); name != "" && !isParam(path.Base(collection)) && !slices.Contains(names, name) {
		names = append(names, name)
	}
	return names
}

// referenceName is a name without case, separators and a final "id" or "ids"; "" for names that
// say nothing about what they refer to.
func referenceName(name string) string {
	name = strings.ToLower(strings.NewReplacer("_", "", "-", "", ".", "").Replace(name))
	for _, suffix := range idWords {
		if stem, ok := strings.CutSuffix(name, suffix); ok {
			name = stem
			break
		}
	}
	switch name {
	case "name", "key", "slug", "code", "value", "type":
		return ""
	}
	return name
}

// groups are disjoint sets of rows.
type groups map[*Row]*Row

func newGroups(rows []*Row) groups {
	g := make(groups, len(rows))
	for _, row := range rows {
		g[row] = row
	}
	return g
}

func (g groups) root(row *Row) *Row {
	for g[row] != row {
		g[row] = g[g[row]]
		row = g[row]
	}
	return row
}

func (g groups) join(a, b *Row) { g[g.root(a)] = g.root(b) }

// of splits sorted rows by their set; the sets are in the order of their first rows.
func (g groups) of(sorted []*Row) [][]*Row {
	at := map[*Row]int{}
	var split [][]*Row
	for _, row := range sorted {
		root := g.root(row)
		i, ok := at[root]
		if !ok {
			i = len(split)
			at[root] = i
			split = append(split, nil)
		}
		split[i] = append(split[i], row)
	}
	return split
}
