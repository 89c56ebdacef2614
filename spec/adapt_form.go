package spec

import (
	"maps"
	"slices"
)

// formed is a text of the form that a property is to have; false where it is to have none, or where
// its schemas do not allow such a text.
func (a *adapter) formed(schemas []node, name string, at pointer) (string, bool) {
	for _, key := range slices.Sorted(maps.Keys(a.Forms)) {
		form := a.Forms[key]
		if !at.isNamed([]string{key}, name, a.describes) {
			continue
		}
		w := wording{marker: a.Marker, now: a.Now}
		for _, text := range form.texts(w) {
			if allConform(schemas, text) {
				return text, true
			}
		}
	}
	return "", false
}

// texts are texts of the form, the most telling first.
func (f Form) texts(w wording) []string {
	if f.Text != "" {
		return []string{f.Text}
	}
	if f.Pattern == "" {
		if text := formatText(f.Format, w); text != "" {
			return []string{text}
		}
		return nil
	}
	text, err := matchingText(f.Pattern, lengths{}, w)
	if err != nil {
		return nil
	}
	if m, err := compilePattern(undelimited(f.Pattern)); err == nil && m.MatchString(text+w.word()) {
		return []string{text + w.word(), text} // a pattern that is open at its end leaves room for the word
	}
	return []string{text}
}

// made is a value for a property that is added: a list has an item, because an empty one says no
// more than none.
func (a *adapter) made(schemas []node, name string) (any, error) {
	v, err := a.generator().value(schemas, name)
	if list, ok := v.([]any); !ok || len(list) > 0 {
		return v, err
	}
	g := a.generator()
	g.depth, g.items = 0, true
	if filled, err := g.value(schemas, name); err == nil {
		return filled, nil
	}
	return v, err
}
