package spec

// Choices are the texts that the response allows a property of its top level to have; nil where it
// does not enumerate them. Contracts say of what is created more than of what creates it.
func (r *Response) Choices(property string) []string {
	g, s := &generator{}, newDemands()
	if g.add(s, r.mainSchema(), true) != nil {
		return nil
	}
	d := newDemands()
	for _, n := range s.properties[property] {
		if g.add(d, n, true) != nil {
			return nil
		}
	}
	var texts []string
	for _, v := range d.choices {
		if text, ok := v.(string); ok && d.chosen && d.allowsType(v) {
			texts = append(texts, text)
		}
	}
	return texts
}
