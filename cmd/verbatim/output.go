package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"github.com/spf13/pflag"
	"golang.org/x/term"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/report"
)

// outputFlags say where the reports go: one flag for each file format.
type outputFlags struct {
	files   map[string]*string // by format name
	dialect string
	quiet   bool
	color   string
}

func (f *outputFlags) add(flags *pflag.FlagSet) {
	f.files = map[string]*string{}
	for _, format := range fileFormats() {
		f.files[format.Name] = flags.String(format.Name, "", "write `FILE`: "+format.Summary+"; - is standard output, in place of the console report")
	}
	f.addStyle(flags)
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "no console report and no progress; errors are still printed")
}

func (f *outputFlags) addStyle(flags *pflag.FlagSet) {
	flags.StringVar(&f.dialect, "junit-dialect", "rich", "rich, or strict: valid against the JUnit schemas, without file and line")
	flags.StringVar(&f.color, "color", "auto", "auto, always or never")
}

// fileFormats are the formats that are written to files: all but the console's.
func fileFormats() []report.Format {
	var formats []report.Format
	for _, format := range report.Formats() {
		if format.Name != "console" {
			formats = append(formats, format)
		}
	}
	return formats
}

// check finds out before anything is sent what would keep a report from being written.
func (f *outputFlags) check() error {
	if _, err := f.options(nil); err != nil {
		return err
	}
	taken := map[string]string{}
	for _, format := range fileFormats() {
		name, file := format.Name, f.files[format.Name]
		if *file == "" {
			continue
		}
		if other := taken[filepath.Clean(*file)]; other != "" {
			return failing("nothing was sent; name a file for each", "preparing --%s: %q is that of --%s", name, *file, other)
		}
		taken[filepath.Clean(*file)] = name
		if *file == "-" {
			continue
		}
		if err := checkWritable(*file); err != nil {
			return failing("nothing was sent; name a file in a folder that exists and can be written", "preparing --%s: %w", name, err)
		}
	}
	return nil
}

// checkWritable tries what writing the file will need: a temporary file beside it. A device
// such as /dev/stdout is written in place.
func checkWritable(path string) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		if info.IsDir() {
			return fmt.Errorf("%q is a folder", path)
		}
		return nil
	}
	probe, err := os.CreateTemp(filepath.Dir(path), ".verbatim-*")
	var failed *os.PathError
	if errors.As(err, &failed) { // its path is a name that nobody has given
		return fmt.Errorf("writing in the folder %q: %w", filepath.Dir(path), failed.Err)
	}
	if err != nil {
		return err
	}
	probe.Close()
	return os.Remove(probe.Name())
}

func (f *outputFlags) options(w io.Writer) (report.Options, error) {
	o := report.Options{Width: terminalWidth(w)}
	switch f.dialect {
	case "rich", "":
	case "strict":
		o.Strict = true
	default:
		return o, failing("", "reading --junit-dialect %q: not rich or strict", f.dialect)
	}
	switch f.color {
	case "auto", "":
		o.Color = isTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	case "always":
		o.Color = true
	case "never":
	default:
		return o, failing("", "reading --color %q: not auto, always or never", f.color)
	}
	return o, nil
}

// write writes every report that was asked for, and tries all of them before it gives up: what
// is known is not lost because one file could not be written.
func (f *outputFlags) write(s streams, record *records.Run) error {
	options, err := f.options(s.out)
	if err != nil {
		return err
	}
	console := !f.quiet
	var group sync.WaitGroup
	formats := fileFormats()
	failed := make([]error, len(formats)+1)
	for i, format := range formats {
		file := f.files[format.Name]
		if file == nil || *file == "" {
			continue
		}
		console = console && *file != "-"
		group.Go(func() {
			if err := writeReport(s.out, *file, format, record, options); err != nil {
				failed[i] = failing("the other reports were written where they could be", "writing --%s: %w", format.Name, err)
			}
		})
	}
	if console {
		format, err := report.Lookup("console")
		if err == nil {
			err = writeReport(s.out, "-", format, record, options)
		}
		if err != nil {
			failed[len(formats)] = fmt.Errorf("writing the console report: %w", err)
		}
	}
	group.Wait()
	return errors.Join(failed...)
}

// writeReport writes one report: to out for "-", in place for a device, else to a temporary
// file that takes the name when it is whole.
func writeReport(out io.Writer, path string, format report.Format, record *records.Run, o report.Options) error {
	if path == "-" {
		var b bytes.Buffer
		if err := format.Write(&b, record, o); err != nil {
			return err
		}
		if _, err := out.Write(b.Bytes()); !isUnread(err) {
			return err
		}
		return nil
	}
	o.Color = false
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		file, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return closeAfter(file, format.Write(file, record, o))
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".verbatim-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) // a no-op once it is renamed
	if err := closeAfter(file, format.Write(file, record, o)); err != nil {
		var failed *os.PathError
		if errors.As(err, &failed) && failed.Path == file.Name() { // a name that nobody has given
			return fmt.Errorf("%q: %w", path, failed.Err)
		}
		return err
	}
	if err := os.Chmod(file.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

func closeAfter(file *os.File, err error) error {
	if closed := file.Close(); err == nil {
		err = closed
	}
	return err
}

// terminalWidth is that of a terminal in columns, 0 for anything else.
func terminalWidth(w any) int {
	file, ok := w.(*os.File)
	if !ok {
		return 0
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		return 0
	}
	return width
}

func isTerminal(w any) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}
