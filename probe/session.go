package probe

import (
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/naming"
)

// noSession is what an operation that ends a session lacks, and keepsSession what would decide it.
const (
	noSession    = "a session to end"
	keepsSession = "a look by hand: a run keeps its credentials from what would end their session"
)

// endsSession reports whether a path's name says that it ends the session of whoever asks there.
// No method goes there with credentials, not even GET: once they are void, whatever is asked
// afterwards is refused, and they may be those of somebody's own session.
func endsSession(path string) bool {
	path, _, _ = strings.Cut(path, "?")
	for _, segment := range segmentsOf(path) {
		words := naming.Words(segment)
		if slices.ContainsFunc(words, func(word string) bool { return slices.Contains(endingWords, word) }) {
			return true
		}
		for i := 1; i < len(words); i++ {
			if slices.Contains(endingWords, words[i-1]+words[i]) {
				return true
			}
		}
	}
	return false
}

// endingWords are those by which APIs call the end of a session, also in two words: "log-out".
var endingWords = []string{"logout", "logoff", "signout", "signoff", "endsession"}
