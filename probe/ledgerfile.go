package probe

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// ReadLedger reads a ledger's file. Of each entry the last line counts; a last line that was cut
// off, as by a power failure, is ignored.
func ReadLedger(r io.Reader) (LedgerHeader, *Ledger, error) {
	var h LedgerHeader
	decoder := json.NewDecoder(r)
	err := decoder.Decode(&h)
	if errors.Is(err, io.EOF) {
		return h, nil, errors.New("reading the ledger: the file is empty, and says nothing of what was created")
	}
	if err != nil || h.Version == 0 {
		return h, nil, errors.New("reading the ledger: its first line is not that of a ledger")
	}
	if h.Version > LedgerVersion {
		return h, nil, fmt.Errorf("reading the ledger: it has version %d, and this program knows %d; use a newer one", h.Version, LedgerVersion)
	}
	l := NewLedger(nil)
	for {
		var line struct {
			Creation
			ledgerEnd
		}
		err := decoder.Decode(&line)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return h, l, nil
		}
		if l.ended = err == nil && line.Ended; l.ended {
			continue
		}
		c := line.Creation
		if err != nil || c.Number < 1 || c.Number > len(l.entries)+1 {
			return h, nil, errors.Join(fmt.Errorf("reading the ledger: the line after entry %d is not an entry", len(l.entries)), err)
		}
		if c.Number == len(l.entries)+1 {
			l.entries = append(l.entries, &Creation{})
		}
		entry := l.entries[c.Number-1]
		l.change(entry, func(e *Creation) { *e = c })
		if path := pathOf(entry.Delete); path != "" && path != entry.URL {
			l.alias(path, entry) // its DELETE is at a path of its own
		}
	}
}

// WriteLedger writes what is known of each entry now, one line each, so that [ReadLedger] reads it.
func WriteLedger(w io.Writer, h LedgerHeader, l *Ledger) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	encoder := json.NewEncoder(w)
	h.Version = LedgerVersion
	if err := encoder.Encode(h); err != nil {
		return fmt.Errorf("writing the ledger: %w", err)
	}
	for _, entry := range l.entries {
		if err := encoder.Encode(entry); err != nil {
			return fmt.Errorf("writing the ledger: %w", err)
		}
	}
	if err := encoder.Encode(ledgerEnd{true}); err != nil {
		return fmt.Errorf("writing the ledger: %w", err)
	}
	return nil
}

// ledgerEnd is the last line of a ledger whose run has ended.
type ledgerEnd struct {
	Ended bool `json:"ended"`
}

// end says that nothing follows.
func (l *Ledger) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.write(ledgerEnd{true})
	l.ended = true
}

// IsSettled reports whether a ledger is of no more use: its run has ended, and nothing is left of what it
// created.
func (l *Ledger) IsSettled() bool { return l.ended && len(l.left()) == 0 }

// Len is how many requests the ledger has that created something, or may have.
func (l *Ledger) Len() int { return len(l.created()) }
