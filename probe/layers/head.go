package layers

import (
	"maps"
	"slices"
)

// AttributeHead says who gave an answer to HEAD, which has no content to look at: where that does
// not decide, it is whoever gave the answers to other methods at the same path that have the same
// status and the same fields.
func (r *Reference) AttributeHead(head Answer, others []Answer) Layer {
	own := r.Attribute(head)
	if own.Kind != Unknown {
		return own
	}
	var found *Layer
	for _, other := range others {
		if !alike(look(head), look(other)) {
			continue
		}
		layer := r.Attribute(other)
		switch {
		case layer.Kind == Unknown, found != nil && (found.Name != layer.Name || found.Kind != layer.Kind):
			return own
		case found == nil:
			layer.Sure = Likely
			layer.Evidence = append([]string{"the fields of the answer to " + other.Method}, layer.Evidence...)
			found = &layer
		}
	}
	if found == nil {
		return own
	}
	return *found
}

// alike reports whether an answer to HEAD may be the other one without its content.
func alike(head, other *seen) bool {
	if head.Status != other.Status || head.Reason != other.Reason || !slices.Equal(head.fields["server"], other.fields["server"]) {
		return false
	}
	for name := range maps.Keys(head.fields) {
		if len(other.fields[name]) == 0 && !slices.Contains(framing, name) {
			return false
		}
	}
	for name := range maps.Keys(other.fields) {
		if len(head.fields[name]) == 0 && !slices.Contains(framing, name) && !slices.Contains(content, name) {
			return false
		}
	}
	return head.first("content-type") == "" || head.first("content-type") == other.first("content-type")
}
