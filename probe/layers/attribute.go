package layers

import (
	"fmt"
	"slices"
	"strings"
)

// Attribute says who gave an answer. The standard fields for that come first, then the table,
// then the comparison with served answers alone. A nil reference compares with nothing.
func (r *Reference) Attribute(a Answer) Layer {
	if r == nil {
		return r.attribute(a)
	}
	return r.attributed.of(a, r.attribute)
}

func (r *Reference) attribute(a Answer) Layer {
	s := look(a)
	if r != nil {
		s.stack, s.otherwise = r.names, r.refuses[s.Status]
	}
	if layer, ok := standard(s); ok {
		return layer
	}
	where := r.compareWith(s)
	s.further = where.further && !where.inner
	layer := r.byComparison(s, where)
	if i := s.find(); i >= 0 {
		found := rows()[i]
		layer = Layer{Kind: found.Kind, Name: found.Name, Sure: found.Sure, Evidence: found.evidence(s)}
		if found.Platform {
			layer.Name = r.onPlatform(found.Name)
		}
		layer = r.weigh(layer, where)
	}
	layer.Evidence = append(layer.Evidence, stored(s)...)
	return layer
}

// weigh adds what the comparison says to what the table says.
func (r *Reference) weigh(layer Layer, where side) Layer {
	own := layer.Kind == App || layer.Kind == Framework
	for _, line := range where.evidence {
		name, _, _ := strings.Cut(line, ",")
		layer.Evidence = slices.DeleteFunc(layer.Evidence, func(sign string) bool { return sign == name })
		if !slices.ContainsFunc(layer.Evidence, func(sign string) bool { return strings.HasPrefix(sign, name+": ") }) {
			layer.Evidence = append(layer.Evidence, line)
		}
	}
	runs := layer.Kind == WebServer && where.inner // a server that runs the application marks both
	if (own && where.further && !where.inner) || (!own && !runs && where.inner && !where.further) {
		layer.Sure = Likely
	}
	if own {
		if owner := r.owner(layer.Kind, layer.Name); owner != layer.Name {
			layer.Name, layer.Sure = owner, Likely
		}
	}
	return layer
}

// byComparison is what the comparison says where the table knows nothing.
func (r *Reference) byComparison(s *seen, where side) Layer {
	switch {
	case where.inner && !where.further:
		return Layer{Kind: App, Name: r.stackName(s), Sure: Likely, Evidence: where.evidence}
	case where.further && !where.inner:
		return furtherOut(s, where)
	case where.inner, where.further:
		return unknown(append([]string{"the signs contradict each other"}, where.evidence...))
	}
	if why := r.resembles(s); why != "" {
		return Layer{Kind: App, Name: r.stackName(s), Sure: Likely, Evidence: append([]string{why}, where.evidence...)}
	}
	return unknown(where.evidence)
}

func unknown(evidence []string) Layer {
	return Layer{Kind: Unknown, Sure: Unsure, Evidence: evidence}
}

// furtherOut names what answered in the application's place, when its Server field names
// something and nothing else in the answer speaks for yet another layer.
func furtherOut(s *seen, where side) Layer {
	name := edgeServer(s.first("server"))
	plain := []string{"content-type", "www-authenticate", "allow", "location", "retry-after", "cache-control", "vary"}
	for field := range s.fields {
		if !slices.Contains(plain, field) && !slices.Contains(framing, field) {
			name = ""
		}
	}
	evidence := append([]string{"not from the application"}, where.evidence...)
	if name == "" || len(s.fields["server"]) > 1 {
		return unknown(evidence)
	}
	return Layer{Kind: kindOf(name), Name: name, Sure: Likely, Evidence: evidence}
}

// kindOf is the kind that the table gives a name most of all.
func kindOf(name string) Kind {
	for _, f := range rows() {
		if f.Name == name {
			return f.Kind
		}
	}
	return Proxy
}

// stackName is the stack as far as it is known: some servers run one framework only.
func (r *Reference) stackName(s *seen) string {
	if r.stack != "" {
		return r.stack
	}
	return serverFramework(lastOf(s.fields["server"]))
}

// guarded are statuses that outer layers too give with content of their own making.
var guarded = []int{401, 403, 407, 429}

// resembles says why an answer without any known sign is the application's; "" when nothing says
// so. It lacks nothing that every served answer has.
func (r *Reference) resembles(s *seen) string {
	if r == nil || r.served == 0 || !r.sameServer || r.server != strings.Join(s.fields["server"], ", ") || r.lost(s) != "" {
		return ""
	}
	if r.dated && len(s.fields["date"]) == 0 {
		return "" // HAProxy gives its own answers no Date
	}
	if s.Status/100 == 2 && s.Method != "OPTIONS" && edgeServer(r.server) == "" {
		return "a success, and no outer layer shows" // outer layers refuse; preflights alone they grant
	}
	return r.resemblesJSON(s)
}

// resemblesJSON compares JSON media types. For a status that outer layers give with JSON too, no
// outer layer may show in the answer, and there must be something to resemble.
func (r *Reference) resemblesJSON(s *seen) string {
	media := s.first("content-type")
	if !strings.Contains(media, "json") || !r.media[media] || s.Status > 500 {
		return ""
	}
	plain := len(r.always) == 0 && !strings.Contains(media, ";")
	if slices.Contains(guarded, s.Status) && (plain || edgeServer(r.server) != "") {
		return ""
	}
	return fmt.Sprintf("the fields and the media type %q of the served answers", media)
}
