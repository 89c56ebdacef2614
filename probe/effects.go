package probe

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/naming"
)

// actingWord is what a path ends in, parameters aside, where the contract declares a GET there that by
// its name acts: "activate" for /users/{id}/activate, "delete" for /tasks/delete/{id}. It is "" where the
// last segment says anything else: /delete-requests is a list. Such handlers often look at no method.
func (p *Plan) actingWord(row *Row) string {
	op := row.Item.Operation(http.MethodGet)
	if op == nil || p.Options.Inputs[op].Safe || p.Options.TouchOthers {
		return ""
	}
	name, _, _ := strings.Cut(lastLiteral(row.Item.Template), ".") // as in delete.php
	words := naming.Words(name)
	if len(words) == 2 && words[0] == "do" {
		words = words[1:]
	}
	if len(words) == 2 && (words[1] == "all" || words[1] == "now") {
		words = words[:1]
	}
	if len(words) == 1 && slices.Contains(effectWords, words[0]) {
		return words[0]
	}
	return ""
}

// effectWords are verbs that name an act, and hardly anything that one could read. Words that are nouns
// as well are missing: archive, lock, order, release, run, start, stop, test.
var effectWords = []string{"accept", "activate", "approve", "ban", "cancel", "clear", "confirm", "deactivate", "decline", "delete", "demote",
	"deregister", "destroy", "disable", "enable", "erase", "execute", "flush", "increment", "decrement", "invoke", "kick", "promote",
	"prune", "publish", "purge", "reboot", "regenerate", "reject", "remove", "resend", "reset", "restart", "resume", "revoke",
	"shutdown", "suspend", "terminate", "truncate", "unban", "uninstall", "unpublish", "unregister", "unsubscribe", "wipe"}

// actsByGet is why nothing is sent to a path whose GET acts.
func actsByGet(word string) string {
	return fmt.Sprintf("its path says %q, and declares a GET: that may act on what is not this run's, and so may any method", word)
}

// actsOnOthers is what decides such a method in full mode where the run has nothing to ask it about.
const actsOnOthers = "safe: true for the GET in the configuration, if it changes nothing; --touch-others; or a way for the run to create what it is about"

// actsAt says why nothing may be sent to a URL unless it names something of the run; "" where nothing
// speaks against that.
func (p *Plan) actsAt(url string) string {
	path := pathOf(url)
	for _, row := range p.Rows {
		if row.acts == "" {
			continue
		}
		rest, below := strings.CutPrefix(path, row.Base)
		if !below {
			continue
		}
		if matches := p.matcher.Match(rest); len(matches) > 0 && matches[0] == row.Item {
			return actsByGet(row.acts)
		}
	}
	return ""
}

// keepFromActing withholds all methods of a row whose GET acts, below full mode.
func (p *Plan) keepFromActing(row *Row, cell *Planned) bool {
	if row.acts == "" || p.Options.Mode == Full {
		return false
	}
	cell.Needs = Full
	cell.Withheld = actsByGet(row.acts) + "; safe: true for the GET in the configuration says that it changes nothing"
	return true
}
