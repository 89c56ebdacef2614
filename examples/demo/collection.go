package demo

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"unicode/utf8"
)

// entry is a task, a project, a label …
type entry struct {
	ID    int    `json:"id"`
	Title string `json:"title"`
	Done  bool   `json:"done"`
}

// maxTitle is the contract's maxLength, in characters.
const maxTitle = 200

// collection holds entries in memory, in the order of their ids.
type collection struct {
	noun string

	mu      sync.Mutex
	entries []entry
	lastID  int
}

func newCollection(noun string, titles ...string) *collection {
	c := &collection{noun: noun}
	for _, title := range titles {
		c.add(entry{Title: title})
	}
	return c
}

// list answers GET on the collection.
func (c *collection) list(w http.ResponseWriter, _ *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	answerJSON(w, http.StatusOK, append([]entry{}, c.entries...))
}

// create answers POST on the collection.
func (c *collection) create(w http.ResponseWriter, r *http.Request) {
	e, ok := readEntry(w, r)
	if !ok {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	e = c.add(e)
	w.Header().Set("Location", fmt.Sprintf("%s/%d", r.URL.Path, e.ID))
	answerJSON(w, http.StatusCreated, e)
}

// clear deletes every entry.
func (c *collection) clear(w http.ResponseWriter, _ *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries = nil
	w.WriteHeader(http.StatusNoContent)
}

// read answers GET on an entry.
func (c *collection) read(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if i, ok := c.find(w, r); ok {
		answerJSON(w, http.StatusOK, c.entries[i])
	}
}

// replace answers PUT on an entry. What cannot be read is refused before anything is looked up.
func (c *collection) replace(w http.ResponseWriter, r *http.Request) {
	e, ok := readEntry(w, r)
	if !ok {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if i, ok := c.find(w, r); ok {
		e.ID = c.entries[i].ID
		c.entries[i] = e
		answerJSON(w, http.StatusOK, e)
	}
}

// remove answers DELETE on an entry.
func (c *collection) remove(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if i, ok := c.find(w, r); ok {
		c.entries = slices.Delete(c.entries, i, i+1)
		w.WriteHeader(http.StatusNoContent)
	}
}

// add gives an entry the next id.
func (c *collection) add(e entry) entry {
	c.lastID++
	e.ID = c.lastID
	c.entries = append(c.entries, e)
	return e
}

// find returns the index of the entry that the path names, or answers 404.
func (c *collection) find(w http.ResponseWriter, r *http.Request) (int, bool) {
	id, err := strconv.Atoi(r.PathValue("id"))
	if err == nil {
		if i := slices.IndexFunc(c.entries, func(e entry) bool { return e.ID == id }); i >= 0 {
			return i, true
		}
	}
	fail(w, http.StatusNotFound, "there is no such "+c.noun)
	return 0, false
}

// readEntry reads a request's content, or answers why it cannot.
func readEntry(w http.ResponseWriter, r *http.Request) (entry, bool) {
	var e entry
	if !readJSON(w, r, &e) {
		return e, false
	}
	if n := utf8.RuneCountInString(e.Title); n == 0 || n > maxTitle {
		fail(w, http.StatusBadRequest, fmt.Sprintf("title must have 1 to %d characters", maxTitle))
		return e, false
	}
	return e, true
}
