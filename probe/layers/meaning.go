package layers

// Meaning is what an answer says of the request, as far as the layer that gave it is known to
// mean one thing by it.
type Meaning string

const (
	// NoRoute means that a gateway passes on neither this path nor this method, whatever the status
	// and the words: AWS API Gateway calls it a missing token.
	NoRoute Meaning = "no route"
	// Blocks means that a 403 of this kind is a rule about methods, paths, addresses or content, and
	// not the application's answer to who asks.
	Blocks Meaning = "blocks"
)

// Read looks an answer up in the table alone, without comparing it with others. The meaning is
// empty where the row tells none, and both where no row matches.
func Read(a Answer) (Layer, Meaning) {
	s := look(a)
	i := s.find()
	if i < 0 {
		return unknown(nil), ""
	}
	found := rows()[i]
	return Layer{Kind: found.Kind, Name: found.Name, Sure: found.Sure, Evidence: found.evidence(s)}, found.Says
}
