package spec

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// location is where a document comes from.
type location struct {
	// url is set for a document fetched over HTTP.
	url *url.URL
	// file is a slash-separated path, relative to the contract's folder, or absolute.
	file string
	// written is the name that the user gave; only for the contract itself.
	written string
	// folder is the contract's folder as the user wrote it.
	folder string
}

// name is the location as the user would write it. It tells neither the credentials nor the
// query of a URL: both may hold secrets, and names are printed.
func (at location) name() string {
	switch {
	case at.written != "":
		return at.written
	case at.url != nil:
		return publicURL(at.url)
	case path.IsAbs(at.file):
		return filepath.FromSlash(at.file)
	default:
		return filepath.Join(at.folder, filepath.FromSlash(at.file))
	}
}

func (at location) key() string {
	if at.url != nil {
		return at.url.String()
	}
	return at.file
}

func publicURL(u *url.URL) string {
	bare := *u
	bare.User, bare.RawQuery, bare.Fragment, bare.RawFragment = nil, "", "", ""
	return bare.String()
}

// outside reports whether a file stands outside the contract's folder.
func (at location) outside() bool {
	return path.IsAbs(at.file) || at.file == ".." || strings.HasPrefix(at.file, "../")
}

// relative is the location that a reference in the document at this location names.
func (at location) relative(ref string) (location, error) {
	u, err := url.Parse(ref)
	if at.url != nil {
		if err != nil {
			return location{}, err
		}
		return location{url: at.url.ResolveReference(u)}, nil
	}
	if err != nil {
		u = &url.URL{Path: ref}
	}
	switch u.Scheme {
	case "http", "https":
		return location{url: u}, nil
	case "", "file":
		return at.relativeFile(u.Path), nil
	default:
		return location{}, fmt.Errorf("%s: is neither a file nor an HTTP URL", u.Scheme)
	}
}

func (at location) relativeFile(file string) location {
	file = filepath.ToSlash(file)
	if !path.IsAbs(file) {
		return location{folder: at.folder, file: path.Join(path.Dir(at.file), file)}
	}
	file = path.Clean(file)
	if folder, err := filepath.Abs(at.folder); err == nil {
		if inside, ok := strings.CutPrefix(file, strings.TrimSuffix(filepath.ToSlash(folder), "/")+"/"); ok {
			file = inside
		}
	}
	return location{folder: at.folder, file: file}
}

const stdin = "-"

// isURL reports whether a source is fetched over HTTP.
func isURL(source string) bool {
	lower := strings.ToLower(source)
	return strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}

// open reads the contract itself. Whatever the user names is read, symbolic links and pipes too.
func (l *loader) open(ctx context.Context, source string) (location, []byte, error) {
	switch {
	case source == "":
		return location{}, nil, errors.New("reading the contract: no file, URL or - (standard input) is given")
	case source == stdin:
		return l.openStdin()
	case isURL(source):
		return l.openURL(ctx, source)
	default:
		return l.openFile(source)
	}
}

func (l *loader) openStdin() (location, []byte, error) {
	if l.opts.Stdin == nil {
		return location{}, nil, errors.New("reading the contract from standard input: there is none")
	}
	data, err := readLimited(l.opts.Stdin, 0, l.limits.json)
	if err != nil {
		return location{}, nil, fmt.Errorf("reading the contract from standard input: %w", err)
	}
	return location{written: stdin, file: stdin, folder: "."}, data, nil
}

func (l *loader) openFile(source string) (location, []byte, error) {
	info, err := os.Stat(source)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return location{}, nil, fmt.Errorf("reading contract %q: there is no such file; a contract is a file, a URL or - for standard input: %w", source, fs.ErrNotExist)
	case err != nil:
		return location{}, nil, fmt.Errorf("reading contract %q: %w", source, err)
	case info.IsDir():
		return location{}, nil, fmt.Errorf("reading contract %q: it is a folder; name the file in it, such as %q", source, filepath.Join(source, candidate(source)))
	}
	f, err := os.Open(source)
	if err != nil {
		return location{}, nil, fmt.Errorf("reading contract %q: %w", source, err)
	}
	defer f.Close()
	data, err := readLimited(f, info.Size(), l.limits.json)
	if err != nil {
		return location{}, nil, fmt.Errorf("reading contract %q: %w", source, err)
	}
	at := location{written: source, file: filepath.Base(source), folder: filepath.Dir(source)}
	return at, data, nil
}

// candidate is the file of a folder that is most likely meant.
func candidate(folder string) string {
	for _, pattern := range []string{"openapi.*", "swagger.*", "*.yaml", "*.yml", "*.json"} {
		if found, err := filepath.Glob(filepath.Join(folder, pattern)); err == nil && len(found) > 0 {
			return filepath.Base(found[0])
		}
	}
	return "openapi.yaml"
}

// readFile reads a file that a reference names.
func (l *loader) readFile(at location) ([]byte, error) {
	file := filepath.FromSlash(at.file)
	if l.opts.AllowOutsideRefs {
		if !path.IsAbs(at.file) {
			file = filepath.Join(at.folder, file)
		}
		return l.readRegular(os.Stat, openPlain, file)
	}
	if l.at.written == stdin || at.outside() {
		return nil, errOutside
	}
	root, err := os.OpenRoot(at.folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	if _, err := root.Stat(file); err != nil {
		// A file that is there, but not for the guarded folder, is behind a link that leads out.
		if _, plain := os.Stat(filepath.Join(at.folder, file)); plain == nil {
			return nil, errOutside
		}
		return nil, err
	}
	return l.readRegular(root.Stat, root.Open, file)
}

var (
	errOutside    = errors.New("it leads out of the contract's folder; --allow-outside-refs permits that")
	errNotRegular = errors.New("it is not a regular file")
)

func openPlain(name string) (*os.File, error) { return os.Open(name) }

// readRegular reads nothing but a regular file: opening a pipe would wait for ever.
func (l *loader) readRegular(stat func(string) (fs.FileInfo, error), open func(string) (*os.File, error), file string) ([]byte, error) {
	info, err := stat(file)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNotRegular
	}
	f, err := open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readLimited(f, info.Size(), l.left)
}

// readLimited reads everything, and refuses more than limit bytes. Expected is a hint.
func readLimited(r io.Reader, expected, limit int64) ([]byte, error) {
	if expected > limit {
		return nil, errors.New(tooLarge(limit))
	}
	data := make([]byte, 0, max(expected, 0)+512)
	limited := io.LimitReader(r, limit+1)
	for {
		n, err := limited.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		switch {
		case int64(len(data)) > limit:
			return nil, errors.New(tooLarge(limit))
		case errors.Is(err, io.EOF):
			return data, nil
		case err != nil:
			return nil, err
		case len(data) == cap(data):
			data = append(data, 0)[:len(data)]
		}
	}
}
