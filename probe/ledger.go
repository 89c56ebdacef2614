package probe

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
)

// Ledger lists what a run creates, from the moment that a creating request goes out until the
// thing is gone. In full mode nothing is deleted that is not in it. The zero value is not
// usable; see [NewLedger].
type Ledger struct {
	mu      sync.Mutex
	file    LedgerFile
	err     error // the first failure to write; after it nothing more is created
	entries []*Creation
	owned   map[string]*Creation // by path
	names   map[string]string    // what a path is shown as: "/users/${userId}"
	params  []string             // the names in it
	inputs  map[string]string    // what a pair of a query is shown as: "user=${userId}"
	// ended is set when its run or a cleanup came to an end.
	ended bool
}

// LedgerFile is where a ledger is written as it grows, so that it outlives the program.
type LedgerFile interface {
	io.Writer
	// Sync returns when what was written is on disk.
	Sync() error
}

// Creation is one entry of a ledger.
type Creation struct {
	// Number counts from 1.
	Number int `json:"number"`
	// By is the request that created it: "POST /tasks".
	By string `json:"by"`
	// URL is its escaped path at the target; "" as long as it is not known.
	URL string `json:"url,omitempty"`
	// Delete is path and query of the DELETE that removes it; "" where the contract declares none.
	Delete string `json:"delete,omitempty"`
	// State is what is known of it.
	State CreationState `json:"state"`
	// Members is path and query of a DELETE of any member of the collection that it was created
	// in, with {} for its name; "" for none.
	Members string `json:"members,omitempty"`
	// Param is what the contract calls its name; "" where it has none.
	Param string `json:"param,omitempty"`
	// Schemes are the security schemes whose credentials removing it takes.
	Schemes []string `json:"schemes,omitempty"`
	// Marked is set when the content that created it bears the run's marker.
	Marked bool `json:"marked,omitempty"`
	// Shown is set when a GET of URL showed the run's marker.
	Shown bool `json:"shown,omitempty"`
	// Vanished is set when it was found missing, and no DELETE of the run was seen to remove it.
	Vanished bool `json:"vanished,omitempty"`
	// Beside is set when it may be elsewhere than below what it was created at, and outlive that.
	Beside bool `json:"beside,omitempty"`
	// Unnamed says why nothing removes it though the contract declares a DELETE; "" for no such reason.
	Unnamed string `json:"unnamed,omitempty"`
	// Why says why it could not be removed; "" while that was not tried.
	Why string `json:"why,omitempty"`

	// guessed is set when nothing but a likeness of names says that URL is where it is.
	guessed bool
	// twoNames is set when its own path and those below call it by different names.
	twoNames bool
}

// CreationState is what is known of an entry of the ledger.
type CreationState string

const (
	// Asked means that the request went out, and no answer has come.
	Asked CreationState = "asked"
	// Nothing means that the answer was no success, or that nothing shows that it created anything.
	Nothing CreationState = "nothing"
	// Created means answered with success; where the thing is, is not known.
	Created CreationState = "created"
	// Owned means that its URL is known, and that it is this run's.
	Owned CreationState = "owned"
	// Gone means that it was removed.
	Gone CreationState = "gone"
)

// LedgerHeader is the first line of a ledger's file: whose ledger it is.
type LedgerHeader struct {
	Version int    `json:"verbatim_ledger"`
	BaseURL string `json:"base_url"`
	// Marker is in every text that the run made up: it shows what is the run's.
	Marker   string `json:"marker"`
	Contract string `json:"contract"`
	// Lists are what is looked at once more when everything was removed.
	Lists []Listing `json:"lists,omitempty"`
	// Archives are what may keep things that were removed.
	Archives []Archive `json:"archives,omitempty"`
}

// LedgerVersion is the version of the file's form.
const LedgerVersion = 1

// NewLedger starts an empty ledger. file may be nil: the ledger is then lost with the program.
func NewLedger(file LedgerFile) *Ledger {
	return &Ledger{file: file, owned: map[string]*Creation{}, names: map[string]string{}, inputs: map[string]string{}}
}

// head writes the first line.
func (l *Ledger) head(h LedgerHeader) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	h.Version = LedgerVersion
	l.write(h)
	return l.err
}

// ask enters a request that may create something, before it is sent. The error says that the
// ledger cannot be written: then the request must not be sent.
func (l *Ledger) ask(c Creation) (*Creation, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err != nil {
		return nil, l.err
	}
	c.Number, c.State = len(l.entries)+1, Asked
	l.entries = append(l.entries, &c)
	l.write(c)
	return &c, l.err
}

// change changes an entry and writes it.
func (l *Ledger) change(c *Creation, do func(*Creation)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	do(c)
	if c.State == Owned && c.URL != "" {
		l.owned[c.URL] = c
	} else if l.owned[c.URL] == c {
		delete(l.owned, c.URL)
	}
	l.write(c)
	if c.State != Gone || c.URL == "" {
		return
	}
	for _, other := range l.entries { // what is made anew at the same place is the same thing
		if other != c && other.State == Owned && other.URL == c.URL {
			other.State = Gone
			l.write(other)
		}
	}
}

// move changes where an entry's thing is, and what removes it there.
func (l *Ledger) move(c *Creation, path, remove string) {
	l.mu.Lock()
	delete(l.owned, c.URL)
	l.mu.Unlock()
	l.change(c, func(c *Creation) { c.URL, c.Delete = path, remove })
}

// alias makes another path known as that of an entry's thing, as long as the thing is there.
func (l *Ledger) alias(path string, c *Creation) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.owned[path] = c
}

// write appends one line. What was not written is not lost while the program lives.
func (l *Ledger) write(line any) {
	if l.file == nil || l.err != nil {
		return
	}
	text, err := json.Marshal(line)
	if err == nil {
		_, err = l.file.Write(append(text, '\n'))
	}
	if err == nil {
		err = l.file.Sync()
	}
	if err != nil {
		l.err = fmt.Errorf("writing the ledger: %w; nothing more is created", err)
	}
}

// owner returns the entry that a URL belongs to: the thing itself, or what is below it. It is
// nil for what this run did not create.
func (l *Ledger) owner(url string) *Creation {
	if l == nil {
		return nil
	}
	path := pathOf(url)
	l.mu.Lock()
	defer l.mu.Unlock()
	for path != "" {
		if c := l.owned[path]; c != nil && c.State == Owned {
			return c
		}
		path = path[:max(strings.LastIndexByte(path, '/'), 0)]
	}
	return nil
}

// removed returns the entry of what a URL named and is gone; nil when there is none.
func (l *Ledger) removed(url string) *Creation {
	path := pathOf(url)
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.entries {
		if c.State == Gone && (c.URL == path || strings.HasPrefix(path, c.URL+"/") || c.Delete != "" && strings.HasPrefix(path, pathOf(c.Delete)+"/")) {
			return c
		}
	}
	return nil
}

func (l *Ledger) owns(url string) bool { return l.owner(url) != nil }

// isAt reports whether a URL is that of a thing of the run, and not of what is below one.
func (l *Ledger) isAt(url string) bool {
	entry := l.owner(url)
	return entry != nil && entry.URL == url
}

// gone are the entries that were removed by their DELETE.
func (l *Ledger) gone() []*Creation {
	l.mu.Lock()
	defer l.mu.Unlock()
	var gone []*Creation
	for _, c := range l.entries {
		if c.State == Gone && c.URL != "" && c.Delete != "" {
			gone = append(gone, c)
		}
	}
	return gone
}

// created are the entries of what was, or may have been, created.
func (l *Ledger) created() []*Creation {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(l.entries), func(c *Creation) bool { return c.State == Nothing })
}

// left are the entries that may still be there, the last one first.
func (l *Ledger) left() []*Creation {
	l.mu.Lock()
	defer l.mu.Unlock()
	var left []*Creation
	for _, c := range slices.Backward(l.entries) {
		if c.State != Gone && c.State != Nothing {
			left = append(left, c)
		}
	}
	return left
}

// state is that of an entry now.
func (l *Ledger) state(c *Creation) CreationState {
	l.mu.Lock()
	defer l.mu.Unlock()
	return c.State
}

// Removable reports whether something is left that another try may remove.
func (l *Ledger) Removable() bool {
	return slices.ContainsFunc(l.left(), func(c *Creation) bool { return c.Delete != "" || c.Members != "" })
}
