package spec

// documented are responses without what they remember of the document.
func documented(responses []Response) []Response {
	var plain []Response
	for _, r := range responses {
		plain = append(plain, Response{Status: r.Status, MediaTypes: r.MediaTypes})
	}
	return plain
}
