package expect

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Word says in one word how a cell really behaves.
type Word string

// The words of expected.json. README.md of examples/systems explains them to people.
const (
	// Works: declared, and a valid request succeeds.
	Works Word = "works"
	// Missing: declared, and refused with the status. Refused says the same at a declared cell.
	Missing Word = "missing"
	// Pretends: declared, and answered with success by something that does nothing of the kind.
	Pretends Word = "pretends"
	// Refused: no handler takes the method; the answer has the status.
	Refused Word = "refused"
	// Served: not declared, and answered with the status by something that should not answer.
	Served Word = "served"
	// Answers: of OPTIONS and HEAD only, the method works, with the status.
	Answers Word = "answers"
	// Crashes: a handler takes the method and fails with the status.
	Crashes Word = "crashes"
	// Redirects: answered with the status before the method is looked at.
	Redirects Word = "redirects"
	// Walled: answered with the status for want of credentials, before the method is looked at.
	Walled Word = "walled"
	// Hangs: no answer ever comes.
	Hangs Word = "hangs"
)

// words is the vocabulary: whether a status belongs to the word, and at which cells it may stand.
var words = map[Word]struct{ status, declared, undeclared bool }{
	Works:     {false, true, false},
	Missing:   {true, true, false},
	Pretends:  {true, true, false},
	Refused:   {true, true, true},
	Served:    {true, false, true},
	Answers:   {true, false, false},
	Crashes:   {true, true, true},
	Redirects: {true, true, true},
	Walled:    {true, true, true},
	Hangs:     {false, true, true},
}

// Truth is what is true of one cell.
type Truth struct {
	Word Word
	// Status is that of the answer; 0 where the word has none.
	Status int
	// Allow says what the Allow field of the answer is.
	Allow Allow
}

// Allow says what an Allow field is.
type Allow struct {
	// Known is set when expected.json names the field. Otherwise a 405 and a successful OPTIONS
	// list exactly what the path serves, and other answers have none.
	Known bool
	// Absent is set when there is no field at all.
	Absent bool
	// Methods are the listed methods.
	Methods []string
}

var truthForm = regexp.MustCompile(`^([a-z]+)(?: (\d{3}))?(?:, (no Allow|Allow:[A-Z ]*))?$`)

// ParseTruth reads a truth as expected.json has it: "works", "refused 404",
// "refused 405, no Allow", "refused 405, Allow: GET POST".
func ParseTruth(text string) (Truth, error) {
	parts := truthForm.FindStringSubmatch(text)
	if parts == nil {
		return Truth{}, fmt.Errorf("reading truth %q: write a word, a status, and perhaps \", no Allow\" or \", Allow: GET POST\"", text)
	}
	truth := Truth{Word: Word(parts[1])}
	word, ok := words[truth.Word]
	if !ok {
		return Truth{}, fmt.Errorf("reading truth %q: no word %q; there are %s", text, parts[1], strings.Join(wordNames(), ", "))
	}
	if word.status != (parts[2] != "") {
		return Truth{}, fmt.Errorf("reading truth %q: a status belongs to every word but works and hangs", text)
	}
	truth.Status, _ = strconv.Atoi(parts[2]) // "" is 0
	if parts[3] != "" {
		truth.Allow = Allow{Known: true, Absent: parts[3] == "no Allow"}
		if _, list, ok := strings.Cut(parts[3], ":"); ok {
			truth.Allow.Methods = strings.Fields(list)
		}
	}
	return truth, nil
}

func wordNames() []string {
	var names []string
	for word := range words {
		names = append(names, string(word))
	}
	slices.Sort(names)
	return names
}

// String is the truth as expected.json has it.
func (t Truth) String() string {
	text := string(t.Word)
	if t.Status != 0 {
		text += fmt.Sprintf(" %d", t.Status)
	}
	switch {
	case t.Allow.Absent:
		text += ", no Allow"
	case t.Allow.Known:
		text += ", Allow: " + strings.Join(t.Allow.Methods, " ")
	}
	return text
}

// fits reports whether the word may stand at a cell that is declared, or not.
func (t Truth) fits(declared bool) bool {
	if declared {
		return words[t.Word].declared
	}
	return words[t.Word].undeclared
}

// handled reports whether something takes the method, so that an honest Allow lists it.
func (t Truth) handled() bool {
	return slices.Contains([]Word{Works, Pretends, Served, Crashes, Hangs, Redirects, Walled}, t.Word)
}

// refuses reports whether the answer refuses the method.
func (t Truth) refuses() bool { return t.Word == Refused || t.Word == Missing }
