package probe

import (
	"slices"
	"strings"
	"unicode"

	"github.com/verbatim-http/verbatim/spec"
)

// destructive reports whether an operation's name says that it removes things: what its content
// names may be somebody else's, whatever its method and its path.
func destructive(item *spec.PathItem, op *spec.Operation) bool {
	if op == nil {
		return false
	}
	words := nameWords(op.ID)
	for _, segment := range segmentsOf(item.Template) {
		if !strings.HasPrefix(segment, "{") {
			words = append(words, nameWords(segment)...)
		}
	}
	return slices.ContainsFunc(words, func(word string) bool { return slices.Contains(destroyingWords, word) })
}

// destroyingWords are those by which APIs call what cannot be taken back.
var destroyingWords = []string{"delete", "deletes", "remove", "destroy", "purge", "clear", "wipe", "erase", "drop", "truncate",
	"flush", "prune", "reset", "revoke", "uninstall", "terminate", "shutdown", "unregister", "deregister"}

// nameWords splits "batchDelete", "batch_delete" and "batch-delete" into lower-case words.
func nameWords(name string) []string {
	var b strings.Builder
	var last rune
	for _, r := range name {
		if unicode.IsUpper(r) && !unicode.IsUpper(last) {
			b.WriteByte(' ')
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			r = ' '
		}
		b.WriteRune(unicode.ToLower(r))
		last = r
	}
	return strings.Fields(b.String())
}
