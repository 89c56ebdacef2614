package spec

import (
	"regexp"
	"strings"
)

// AbsentLike returns a value that no resource has, in the form of an id that one has: a UUID for a
// UUID, a number for a number, and for "cus_NffrFeUfNV2Hib" one that ends in other characters. It is
// false where the id shows no form of its own, or one with little room.
func (p *Parameter) AbsentLike(id string) (Value, bool) {
	return p.absentText(textLike(id))
}

// AbsentAs returns a value that no resource has and that has a format, such as "uuid" or "int32"; false
// where the format has no room for one.
func (p *Parameter) AbsentAs(format string) (Value, bool) {
	return p.absentText(absentFormatText(format))
}

// absentText is a text as the value, whatever the schema says: the deployment has shown what it takes.
func (p *Parameter) absentText(text string) (Value, bool) {
	return Value{Name: p.Name, In: p.In, Text: text, Source: Absent}, text != ""
}

// largest is nearly the largest number that 64 bits hold.
const largest = "9223372036854775783"

var (
	onlyDigits = regexp.MustCompile(`^[0-9]+$`)
	plainWord  = regexp.MustCompile(`^[a-z]+$`)
	snakeWord  = regexp.MustCompile(`^[a-z]+(_[a-z]+)+$`)
	// opaqueTail is the end of an id that is drawn at random: long, and with digits in it.
	opaqueTail = regexp.MustCompile(`[0-9A-Za-z]{10,}$`)
)

// textLike is an absent text in the form of an id; "" for none.
func textLike(id string) string {
	switch {
	case uuidForm.MatchString(id):
		return absentUUID
	case onlyDigits.MatchString(id) && len(id) <= len(AbsentNumber):
		return string(AbsentNumber)
	case onlyDigits.MatchString(id) && len(id) <= len(largest):
		return largest[:len(id)]
	case plainWord.MatchString(id):
		return strings.ReplaceAll(absentWord, "-", "")
	case snakeWord.MatchString(id):
		return strings.ReplaceAll(absentWord, "-", "_")
	}
	tail := opaqueTail.FindString(id)
	if !strings.ContainsAny(tail, "0123456789") {
		return ""
	}
	// These digits are in every alphabet that ids are written in, whether of 16, 32, 58 or 64 signs.
	const drawn = "5374627355264736425374627326475362547352643725467352467325746352"
	kept := id[:len(id)-len(tail)/2]
	return kept + drawn[:min(len(drawn), len(tail)/2)] + strings.Repeat("7", max(0, len(tail)/2-len(drawn)))
}
