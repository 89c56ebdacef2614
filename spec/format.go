package spec

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"image/png"
	"slices"
	"strings"
)

// stringFormat is a format that asks for a certain form.
type stringFormat struct {
	names []string
	text  func(w wording) string
	// few says that there are few such texts, so that none of them is surely not in use.
	few bool
}

// formatText returns a text of a string format, "" for a format that says nothing about the
// text. Each wording gives another text, as far as there are others.
func formatText(format string, w wording) string {
	if f, ok := formatNamed(format); ok {
		return f.text(w)
	}
	return ""
}

func formatNamed(format string) (stringFormat, bool) {
	format = strings.ToLower(format)
	i := slices.IndexFunc(formats, func(f stringFormat) bool { return slices.Contains(f.names, format) })
	if i < 0 {
		return stringFormat{}, false
	}
	return formats[i], true
}

// base64Text has a length that is a multiple of three before it is encoded: padding would make
// base64url, which allows none, a different thing.
func base64Text(w wording) string {
	plain := fmt.Sprintf("verbatim%d", w.variant%10)
	if w.marker != "" {
		plain = w.word()
	}
	for len(plain)%3 != 0 {
		plain += "0"
	}
	return base64.StdEncoding.EncodeToString([]byte(plain))
}

// base64Image is a small picture.
func base64Image(w wording) string {
	var data bytes.Buffer
	if err := png.Encode(&data, picture(usualBlue+uint8(w.variant))); err != nil {
		return ""
	}
	return base64.StdEncoding.EncodeToString(data.Bytes())
}

// sshPublicKey is a valid key in the form of OpenSSH (RFC 4253, section 6.6, and RFC 8709), whose
// comment is the word. Nobody has its other half.
func sshPublicKey(w wording) string {
	const kind = "ssh-ed25519"
	seed := sha256.Sum256([]byte(w.word()))
	key, _ := ed25519.NewKeyFromSeed(seed[:]).Public().(ed25519.PublicKey)
	var blob []byte
	for _, part := range [][]byte{[]byte(kind), key} {
		blob = append(binary.BigEndian.AppendUint32(blob, uint32(len(part))), part...)
	}
	return kind + " " + base64.StdEncoding.EncodeToString(blob) + " " + w.word()
}

func decimalText(w wording) string { return fmt.Sprint(w.number() + 1) }

// absentUUID is a valid random UUID (RFC 9562, version 4) that no resource has.
const absentUUID = "d9a1f0c4-52b7-4e83-8f6d-0b71c2e94a35"

// absentFormatText is a text of a format that no resource has; "" when the format has no room
// for one, or asks for no certain form.
func absentFormatText(format string) string {
	switch strings.ToLower(format) {
	case "uuid", "guid":
		return absentUUID
	case "email", "idn-email":
		return absentWord + "@example.com"
	case "hostname", "idn-hostname":
		return absentWord + ".example.com"
	case "date":
		return "2971-03-17"
	case "date-time", "datetime", "timestamp":
		return "2971-03-17T03:14:15Z"
	case "int32", "int64", "integer", "number", "decimal", "double", "float":
		return string(AbsentNumber)
	case "uri", "url", "iri", "http-url":
		return "https://example.com/" + absentWord
	case "byte", "base64", "base64url":
		return base64.StdEncoding.EncodeToString([]byte(absentWord))
	}
	f, ok := formatNamed(format)
	if !ok || f.few {
		return ""
	}
	const unusual = 97 // a variant that no sample uses
	return f.text(wording{variant: unusual})
}

const absentWord = "verbatim-absent"

// usualForms are texts that a pattern often describes.
var usualForms = []string{
	"3f1c9a52-7d64-4b0e-9c21-5e8a6b7c9d10",
	"2026-01-01T12:00:00Z",
	"2026-01-01T12:00:00.000Z",
	"2026-01-01",
	"2026-01",
	"12:00:00",
	"12:00",
	"192.0.2.1",
	"2001:db8::1",
	"verbatim@example.com",
	"verbatim.example.com",
	"https://example.com/verbatim",
	"+12025550100",
	"Verbatim-1234!",
	"Verbatim1",
	"1.0.0",
	"en-US",
	"USD",
	"US",
	"1",
}
