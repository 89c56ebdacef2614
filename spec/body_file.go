package spec

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
)

// fileKind is a kind of file that can be made: small, and valid.
type fileKind struct {
	mediaType string
	extension string
	// words in the name of a property give the kind away.
	words []string
	data  func(word string) ([]byte, error)
}

// fileKinds are looked through in order; the last one is for what is not of any other kind.
var fileKinds = []fileKind{
	{"image/png", "png", []string{"image", "photo", "picture", "avatar", "logo", "icon", "thumbnail", "banner", "cover", "png", "img"}, pngFile},
	{"image/jpeg", "jpg", []string{"jpg", "jpeg"}, jpegFile},
	{"image/gif", "gif", []string{"gif"}, gifFile},
	{"application/pdf", "pdf", []string{"pdf"}, pdfFile},
	{"text/csv", "csv", []string{"csv"}, textFile("name\n%s\n")},
	{"application/zip", "zip", []string{"zip", "archive"}, zipFile},
	{"application/json", "json", []string{"json"}, textFile(`{"name":"%s"}`)},
	{"text/html", "html", []string{"html"}, textFile("<!DOCTYPE html><title>%s</title>")},
	{"audio/wav", "wav", []string{"audio", "wav", "recording"}, wavFile},
	{"text/plain", "txt", []string{"text"}, textFile("%s")},
	{"application/octet-stream", "txt", nil, textFile("%s")},
}

// fileKindOf is the kind for a media type or a range of them ("image/*"); false when files of it
// cannot be made.
func fileKindOf(mediaType string) (fileKind, bool) {
	e := essence(mediaType)
	for _, k := range fileKinds {
		major, _, _ := strings.Cut(k.mediaType, "/")
		if e == k.mediaType || e == major+"/*" {
			return k, true
		}
	}
	return fileKind{}, false
}

// fileKindNamed is the kind that the name of a property gives away.
func fileKindNamed(name string) fileKind {
	words := wordsOf(name)
	for _, k := range fileKinds {
		if slices.ContainsFunc(words, func(word string) bool { return slices.Contains(k.words, word) }) {
			return k
		}
	}
	return fileKinds[len(fileKinds)-1]
}

func textFile(form string) func(string) ([]byte, error) {
	return func(word string) ([]byte, error) { return fmt.Appendf(nil, form, word), nil }
}

// picture is a square of one colour; some servers refuse a single pixel.
func picture(blue uint8) image.Image {
	const size = 16
	p := image.NewPaletted(image.Rect(0, 0, size, size), color.Palette{color.RGBA{R: 0x33, G: 0x66, B: blue, A: 0xff}})
	return p
}

// usualBlue is what pictures have where one is as good as another.
const usualBlue = 0x99

func pngFile(string) ([]byte, error) {
	var out bytes.Buffer
	err := png.Encode(&out, picture(usualBlue))
	return out.Bytes(), err
}

func jpegFile(string) ([]byte, error) {
	var out bytes.Buffer
	err := jpeg.Encode(&out, picture(usualBlue), nil)
	return out.Bytes(), err
}

func gifFile(string) ([]byte, error) {
	var out bytes.Buffer
	err := gif.Encode(&out, picture(usualBlue), nil)
	return out.Bytes(), err
}

func zipFile(word string) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	f, err := w.Create(word + ".txt")
	if err != nil {
		return nil, err
	}
	if _, err := f.Write([]byte(word)); err != nil {
		return nil, err
	}
	err = w.Close()
	return out.Bytes(), err
}

// pdfFile is one empty page, with the cross-reference table that strict readers ask for.
func pdfFile(string) ([]byte, error) {
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>",
	}
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	table := "0000000000 65535 f \n"
	for i, object := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 4\n%strailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", table, start)
	return out.Bytes(), nil
}

// wavFile is a header and eight silent samples: 8 bits, mono, 8000 a second.
func wavFile(string) ([]byte, error) {
	return []byte("RIFF\x2c\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data\x08\x00\x00\x00" +
		strings.Repeat("\x80", 8)), nil
}

// isFileType reports whether content of a media type is a file of a kind that can be made.
func isFileType(e string) bool {
	_, ok := fileKindOf(e)
	return ok
}

// writeFile writes content that is a file as a whole.
func (m MediaType) writeFile(v bodyValue) (Content, error) {
	if v.source != Generated {
		return m.writeText(v)
	}
	kind, _ := fileKindOf(m.Name)
	data, err := kind.data(wording{marker: v.Marker}.word())
	name := m.Name
	if strings.Contains(name, "*") {
		name = kind.mediaType
	}
	return Content{MediaType: name, Data: data, Source: Generated}, err
}
