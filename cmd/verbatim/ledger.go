package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"github.com/verbatim-http/verbatim/probe"
)

// ledgerFlag says where full mode writes what it creates.
type ledgerFlag struct{ path string }

func (f *ledgerFlag) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.path, "ledger", "", "the `file` in which full mode notes what it creates, for `verbatim cleanup`; one that a run left which removed everything is written over; default: one in the folder for temporary files, removed when nothing is left")
}

// newRunID tells the resources of one run from those of another: six letters and digits.
func newRunID() string { return strings.ToLower(rand.Text()[:6]) }

// ledgerFile is an open ledger; the zero value is that of a run that creates nothing.
type ledgerFile struct {
	*probe.Ledger
	file      *os.File
	temporary bool
}

// open makes the ledger's file. One that may name what an earlier run left, or that belongs to a run that
// goes on, is never written over.
func (f *ledgerFlag) open(o probe.PlanOptions) (ledgerFile, error) {
	if o.Mode != probe.Full {
		return ledgerFile{}, nil
	}
	path, temporary := f.path, f.path == ""
	if temporary {
		path = filepath.Join(os.TempDir(), "verbatim-"+o.RunID+".ledger")
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if os.IsExist(err) && isSettled(path) {
		file, err = os.OpenFile(path, os.O_TRUNC|os.O_WRONLY, 0o600)
	}
	if os.IsExist(err) {
		return ledgerFile{}, failing("`verbatim cleanup "+path+"` removes what it names; then delete it, or name another file", "opening the ledger: %s is there already", path)
	}
	if err != nil {
		return ledgerFile{}, failing("nothing was sent; --ledger names a file in a folder that can be written", "opening the ledger: %w", err)
	}
	return ledgerFile{probe.NewLedger(file), file, temporary}, nil
}

// isSettled reports whether a file is the ledger of a run that has ended and left nothing.
func isSettled(path string) bool {
	text, err := os.ReadFile(path)
	if err != nil {
		return false
	}
	_, ledger, err := probe.ReadLedger(bytes.NewReader(text))
	return err == nil && ledger.IsSettled()
}

// announce says where a temporary ledger is, before anything is entered: after a kill nobody else
// can.
func (l ledgerFile) announce(w io.Writer, quiet bool) {
	if l.temporary && !quiet {
		fmt.Fprintf(w, "verbatim: what this run creates is noted in %s; if it is killed, `verbatim cleanup` removes what that names\n", l.file.Name())
	}
}

// watch answers a signal with what goes on after it, on a line that clear has emptied, until what it
// returns is called when the run has ended.
func (l ledgerFile) watch(ctx context.Context, w io.Writer, clear func()) (stop func() bool) {
	if l.file == nil {
		return func() bool { return false }
	}
	return context.AfterFunc(ctx, func() {
		if l.Removable() {
			clear()
			fmt.Fprintf(w, "verbatim: interrupted; what was created is being removed (a second signal leaves it to `verbatim cleanup %s`)\n", l.file.Name())
		}
	})
}

// close removes a temporary ledger that is of no more use, and says where another one is.
func (l ledgerFile) close(w io.Writer) {
	if l.file == nil {
		return
	}
	info, err := l.file.Stat()
	unused := err == nil && info.Mode().IsRegular() && info.Size() == 0
	l.file.Close()
	if !l.Removable() {
		if l.temporary || unused {
			os.Remove(l.file.Name())
		}
		return
	}
	fmt.Fprintf(w, "verbatim: the run left something behind; `verbatim cleanup %s` tries again to remove it\n", l.file.Name())
}
