package probe

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// unpack makes content that is packed with gzip, though nobody asked for that, readable: some
// servers have nothing else. It reports whether it did.
func unpack(resp *http.Response) bool {
	if resp.Body == http.NoBody || !strings.EqualFold(resp.Header.Get("Content-Encoding"), "gzip") {
		return false
	}
	resp.Body = &gzipped{packed: resp.Body}
	return true
}

// gzipped reads what is packed in content. What is no gzip reads as content that breaks off.
type gzipped struct {
	packed io.ReadCloser
	reader *gzip.Reader
}

func (g *gzipped) Read(p []byte) (int, error) {
	if g.reader == nil {
		reader, err := gzip.NewReader(g.packed)
		if err != nil {
			return 0, fmt.Errorf("unpacking the content: %w", err)
		}
		g.reader = reader
	}
	return g.reader.Read(p)
}

func (g *gzipped) Close() error { return g.packed.Close() }
