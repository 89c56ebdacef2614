package probe

import (
	"maps"
	"net/http"
	"slices"

	"github.com/verbatim-http/verbatim/probe/naming"
	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/refusal"
	"github.com/verbatim-http/verbatim/spec"
)

// notThere are in refusals that say that what the content refers to does not exist.
var notThere = []string{"not found", "does not exist", "doesn't exist", "not exist", "no such", "unknown", "cannot find", "could not find"}

// nameSibling has the content of a creation refer to what its collection lists already, where a
// refusal says that what it refers to is not there: a branch is made from another. It does so only
// within what the run created, so that all that is listed came into being with that.
func (w *world) nameSibling(cell *cellRun, b *birth, r *records.Response) bool {
	list := items(b.before, 0)
	if cell.Method != http.MethodPost || b.resource == nil || len(list) == 0 || !w.ledger.owns(b.url) || !says(refusal.Text(r), notThere) {
		return false
	}
	params := paramsOf(b.resource.Template)
	object, _ := list[0].(map[string]any)
	name := valueOf(object, params[len(params)-1], true)
	property := b.refersWrongly(r)
	return name != "" && property != "" && b.takesForm(cell.Operation.Body, property, spec.Form{Text: name})
}

// refersWrongly is the one property of the content that a refusal names, else whose text it quotes;
// "" for none, or several. What the new thing itself is called is none.
func (b *birth) refersWrongly(r *records.Response) string {
	object, given, named := b.sent(), givenMembers(b.sample.Given), refusal.Names(r)
	candidates := slices.DeleteFunc(slices.Sorted(maps.Keys(object)), func(property string) bool {
		text, isText := object[property].(string)
		_, chosen := b.sample.Identity[property]
		_, tried := b.sample.Forms[property]
		return !isText || chosen || tried || given[property] != nil || refusal.Describes(property) || !named[naming.Plain(property)] && !refusal.Quotes(r, text)
	})
	byName := slices.DeleteFunc(slices.Clone(candidates), func(property string) bool { return !named[naming.Plain(property)] })
	for _, found := range [][]string{byName, candidates} {
		if len(found) == 1 {
			return found[0]
		}
	}
	return ""
}
