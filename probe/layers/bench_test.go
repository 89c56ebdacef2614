package layers

import (
	"strings"
	"testing"
)

func BenchmarkAttribute(b *testing.B) {
	r := Learn([]Answer{served(jsonType, "Server: nginx")}, nil)
	for name, a := range map[string]Answer{
		"json": refusal(405, "Method Not Allowed", `{"error":"PUT is not allowed here"}`, jsonType, "Allow: GET, POST", "Server: nginx"),
		"html": refusal(405, "Method Not Allowed", "<html><body>"+strings.Repeat("<p>a paragraph that nobody knows</p>\n", 28), "Content-Type: text/html", "Server: nginx"),
	} {
		b.Run(name, func(b *testing.B) {
			for range b.N {
				r.attribute(a)
			}
		})
	}
}
