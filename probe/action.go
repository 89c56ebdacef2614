package probe

import (
	"net/http"
	"slices"
	"strings"
	"unicode"

	"github.com/verbatim-http/verbatim/probe/naming"
	"github.com/verbatim-http/verbatim/spec"
)

// spares reports whether a declared POST leaves alone what is there already, as far as the
// contract shows: it creates something, it adds to the collection that a GET of the same path
// lists or whose name is that of many and whose answer is 201, or its name says that it only
// reads. Of any other action nothing is known: an API may have a POST that deletes everything
// that a filter matches, and an empty filter matches all. A 201 alone does not show it either:
// NestJS documents one for every POST.
func (p *Plan) spares(row *Row, cell *Planned) bool {
	if cell.Operation == nil || cell.Method != http.MethodPost {
		return false
	}
	if p.creations[rowMethod{row, cell.Method}].resource != nil {
		return true
	}
	name := lastLiteral(row.Item.Template)
	return listsSome(row.Item.Operation(http.MethodGet)) || isReading(row.Item, cell.Operation) || namesMany(name) && documentsCreated(cell.Operation)
}

// namesMany reports whether a path's last word is a plural, as collections are called: "transfers".
func namesMany(name string) bool {
	return strings.HasSuffix(name, "s") && !strings.HasSuffix(name, "ss") && !strings.HasSuffix(name, "us") && !strings.HasSuffix(name, "is")
}

// documentsCreated reports whether an operation documents 201 itself: 2XX promises nothing.
func documentsCreated(op *spec.Operation) bool {
	return slices.ContainsFunc(op.Responses, func(r spec.Response) bool { return r.Status == "201" })
}

// listsSome reports whether an operation answers success with a list.
func listsSome(get *spec.Operation) bool {
	if get == nil {
		return false
	}
	return slices.ContainsFunc(get.Responses, func(r spec.Response) bool {
		_, list := r.SchemaName()
		return list && strings.HasPrefix(r.Status, "2")
	})
}

// lastLiteral is the last segment of a template that is not a parameter.
func lastLiteral(template string) string {
	for _, segment := range slices.Backward(segmentsOf(template)) {
		if !strings.Contains(segment, "{") {
			return segment
		}
	}
	return ""
}

// onlyReads reports whether the name of an action says that it changes nothing. Words such as
// "get" and "next" say no such thing: queues hand out what they then forget.
func onlyReads(action string) bool {
	reads := false
	for word := range strings.FieldsFuncSeq(strings.ToLower(action), func(c rune) bool { return !unicode.IsLetter(c) }) {
		switch word {
		case "search", "query", "filter", "find", "lookup", "list", "count", "counts", "paginate", "history", "aggregate",
			"validate", "preview", "estimate", "calculate", "compare", "echo", "ping", "login", "authenticate":
			reads = true
		case "and", "or", "delete", "remove", "replace", "create", "update", "set", "clear", "reset", "purge", "save", "pop", "claim":
			return false
		}
	}
	return reads
}

// isReading reports whether an operation's path or the first word of its operationId says that it
// only reads: POST /markdown is called renderMarkdown.
func isReading(item *spec.PathItem, op *spec.Operation) bool {
	if op == nil || destructive(item, op) {
		return false
	}
	words, last := naming.Words(op.ID), lastLiteral(item.Template)
	if _, verb, custom := strings.Cut(last, ":"); custom && slices.Equal(naming.Words(verb), []string{"batch", "get"}) {
		return true // AIP-231
	}
	return onlyReads(last) || strings.HasSuffix(strings.Join(naming.Words(last), " "), "dry run") ||
		len(words) > 1 && slices.Contains(readingVerbs, words[0]) && onlyReads(strings.Join(append([]string{"validate"}, words[1:]...), " "))
}

// readingVerbs begin the operationIds of what works something out and keeps nothing.
var readingVerbs = []string{"render", "preview", "validate", "evaluate", "simulate", "calculate", "estimate", "compare", "search", "count", "lint"}

// destructive reports whether an operation's name says that it removes things: what its content
// names may be somebody else's, whatever its method and its path.
func destructive(item *spec.PathItem, op *spec.Operation) bool {
	if op == nil {
		return false
	}
	words := naming.Words(op.ID)
	for _, segment := range segmentsOf(item.Template) {
		if !strings.HasPrefix(segment, "{") {
			words = append(words, naming.Words(segment)...)
		}
	}
	return slices.ContainsFunc(words, func(word string) bool { return slices.Contains(destroyingWords, word) })
}

// actsByItself reports whether what a path names does things on its own once it is there, also to
// what is not the run's: a hook without a filter is set off by everything that anybody does.
func actsByItself(template string) bool {
	return slices.ContainsFunc(segmentsOf(template), func(segment string) bool {
		words := naming.Words(segment)
		return !strings.HasPrefix(segment, "{") && len(words) > 0 && slices.Contains(actingWords, naming.Singular(words[len(words)-1]))
	})
}

// actingWords are what such things are called, in the singular.
var actingWords = []string{"alarm", "alert", "autoscaler", "automation", "bot", "campaign", "cron", "cronjob", "hook", "job", "monitor",
	"reminder", "rule", "schedule", "subscription", "trigger", "watch", "watcher", "webhook", "workflow"}

// destroyingWords are those by which APIs call what cannot be taken back.
var destroyingWords = []string{"delete", "deletes", "remove", "destroy", "purge", "clear", "wipe", "erase", "drop", "truncate",
	"flush", "prune", "reset", "revoke", "uninstall", "terminate", "shutdown", "unregister", "deregister"}
