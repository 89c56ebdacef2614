package probe

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
)

const (
	// excerptBytes of a response's content are kept.
	excerptBytes = 1 << 10
	bufferBytes  = 16 << 10
)

// receive reads a response and closes it. Content that breaks off is no reason to forget the
// status: it is kept as truncated.
// whole keeps all of the content that is read, beside the record.
func (w *wire) receive(resp *http.Response, location []string, whole bool) *records.Response {
	defer resp.Body.Close()
	if location != nil {
		resp.Header["Location"] = location
	}
	r := &records.Response{Status: resp.StatusCode, Proto: resp.Proto, Fields: w.responseFields(resp.Header)}
	// HTTP/2 has no reason phrase; net/http makes one up.
	if resp.ProtoMajor < 2 {
		_, reason, _ := strings.Cut(resp.Status, " ")
		r.Reason = w.hide.Text(strings.ToValidUTF8(reason, "\uFFFD"))
	}
	r.Kept().Unpacked = unpack(resp)
	switch {
	case resp.Body == http.NoBody:
		r.Kept().Header = resp.Header
	case endless(resp):
		r.Truncated = true
	case whole || isProblem(r.MediaType()):
		r.Kept().Header = resp.Header
		w.readWhole(r, resp.Body)
	default:
		w.readBody(r, resp.Body)
	}
	return r
}

// endless reports whether the content is not meant to end, or is no content at all.
func endless(resp *http.Response) bool {
	return resp.StatusCode == http.StatusSwitchingProtocols ||
		strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream")
}

// readWhole keeps all of the content, up to the limit.
func (w *wire) readWhole(r *records.Response, body io.Reader) {
	content, err := io.ReadAll(io.LimitReader(body, w.maxBody))
	r.Kept().Content, r.Bytes = content, int64(len(content))
	r.Body = w.hide.Excerpt(content[:min(len(content), excerptBytes+w.hide.Longest())], excerptBytes)
	r.Kept().Cut = err != nil || int64(len(content)) >= w.maxBody
	r.Truncated = len(content) > excerptBytes || r.Kept().Cut
}

// readBody keeps the beginning of the content and reads on, up to the limit, so that the
// connection can be used again.
func (w *wire) readBody(r *records.Response, body io.Reader) {
	pooled := w.buffers.Get().(*[]byte)
	defer w.buffers.Put(pooled)
	keep := min(int64(excerptBytes+w.hide.Longest()), w.maxBody)
	if int64(len(*pooled)) < keep {
		*pooled = make([]byte, keep)
	}
	buffer := *pooled
	n, err := fill(body, buffer[:keep])
	r.Bytes = int64(n)
	r.Body = w.hide.Excerpt(buffer[:n], excerptBytes)
	r.Truncated = n > excerptBytes
	for err == nil {
		if r.Bytes >= w.maxBody {
			r.Truncated = true
			return
		}
		n, err = body.Read(buffer[:min(int64(len(buffer)), w.maxBody-r.Bytes)])
		r.Bytes += int64(n)
		r.Truncated = r.Truncated || n > 0
	}
	if !errors.Is(err, io.EOF) {
		r.Truncated = true
	}
}

// fill reads until buffer is full or reading fails. Unlike io.ReadFull it tells the regular
// end (io.EOF) from a connection that broke off (io.ErrUnexpectedEOF).
func fill(body io.Reader, buffer []byte) (n int, err error) {
	for n < len(buffer) && err == nil {
		var more int
		more, err = body.Read(buffer[n:])
		n += more
	}
	return n, err
}

// responseFields are "Name: value", sorted by name; the lines of one name keep their order.
func (w *wire) responseFields(h http.Header) []string {
	if len(h) == 0 {
		return nil
	}
	names := make([]string, 0, len(h))
	for name := range h {
		names = append(names, name)
	}
	slices.Sort(names)
	fields := make([]string, 0, len(h))
	for _, name := range names {
		for _, value := range h[name] {
			fields = append(fields, w.receivedLines.line(name, value))
		}
	}
	return fields
}
