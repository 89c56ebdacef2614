package probe

import (
	"context"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/naming"
	"github.com/verbatim-http/verbatim/spec"
)

// Archive is a declared DELETE of what another DELETE put away: many APIs remove in two steps.
type Archive struct {
	// URL is path and query, with {} for the name of what is removed.
	URL string `json:"url"`
	// Param is what the contract calls that name.
	Param string `json:"param"`
	// Schemes are the security schemes whose credentials it takes.
	Schemes []string `json:"schemes,omitempty"`
}

// archiveWords are what paths are called where removed things are kept.
var archiveWords = []string{"archive", "archived", "bin", "deleted", "recycled", "removed", "trash", "trashed"}

// archives are the declared DELETEs of single things that were put away.
func (p *Plan) archives() []Archive {
	var found []Archive
	for _, row := range p.Rows {
		remove := row.cell(http.MethodDelete)
		if remove == nil || remove.Operation == nil || remove.Withheld != "" || row.Elsewhere != "" || len(row.Params) != 1 {
			continue
		}
		keeps := slices.ContainsFunc(naming.Words(row.Item.Template), func(word string) bool { return slices.Contains(archiveWords, word) })
		if name := row.Params[0].Name; keeps && strings.HasSuffix(row.Item.Template, "/{"+name+"}") {
			address := remove.request("cleanup", row.url([]spec.Value{{Name: name, In: "path", Text: "\x00"}})).URL
			found = append(found, Archive{URL: strings.Replace(address, "%00", "{}", 1), Param: name, Schemes: remove.Schemes})
		}
	}
	return found
}

// purge removes for good what a DELETE put away, where its name bears the run's marker: nothing of
// others goes by such a name. What is not there was removed in one step.
func (c *cleaner) purge(ctx context.Context) {
	for _, entry := range c.ledger.gone() {
		name, err := url.PathUnescape(path.Base(entry.URL))
		if err != nil || !bears(name, c.marker) {
			continue
		}
		for _, a := range c.archives {
			if a.Param == entry.Param {
				c.purgeFrom(ctx, a, path.Base(entry.URL))
			}
		}
	}
}

func (c *cleaner) purgeFrom(ctx context.Context, a Archive, name string) {
	target := strings.Replace(a.URL, "{}", name, 1)
	where := pathOf(target)
	entry, err := c.ledger.ask(Creation{By: "DELETE of what goes by " + a.Param})
	if err != nil {
		return
	}
	c.ledger.change(entry, func(e *Creation) { e.State, e.URL, e.Delete, e.Schemes = Owned, where, target, a.Schemes })
	if !c.remove(ctx, entry) {
		c.ledger.change(entry, func(e *Creation) { e.State = Nothing }) // what is there all the same, lists show
	}
}
