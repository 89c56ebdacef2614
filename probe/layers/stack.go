package layers

import "slices"

// onNode are the products that run on Node.js, onRack those on a Rack server.
var (
	onNode = []string{"Node.js", "Express", "NestJS", "Fastify", "Koa", "Hono", "hapi", "Next.js", "restify", "json-server", "Prism"}
	onRack = []string{"Rails", "Sinatra", "Rack", "Puma"}
)

// builtOn says what a product is built on, where that leaves marks of its own on the product's
// answers: those are then the product's, if the target has shown it elsewhere.
var builtOn = map[string][]string{
	"NestJS": {"Express", "Fastify", "Node.js"}, "json-server": {"Express", "Node.js"},
	"Express": {"Node.js"}, "Fastify": {"Node.js"}, "Koa": {"Node.js"}, "Hono": {"Node.js"}, "hapi": {"Node.js"}, "Next.js": {"Node.js"}, "restify": {"Node.js"},
	"Prism": {"Node.js"}, "Django REST framework": {"Django"}, "Slim": {"PHP"}, "Symfony": {"PHP"}, "Laravel": {"Symfony", "PHP"},
}

// sharing says whose default pages a product gives as its own.
var sharing = map[string][]string{
	"chi": {"net/http"}, "gorilla/mux": {"net/http"}, "httprouter": {"net/http"}, "gin": {"net/http"}, "echo": {"net/http"}, "Laravel": {"Symfony"}, "json-server": {"Express"},
}

// owner is who an answer of the application or its framework belongs to, when it looks like one
// of name.
func (r *Reference) owner(kind Kind, name string) string {
	switch {
	case r == nil:
	case kind == App && (name == "" || slices.Contains(builtOn[r.stack], name)), slices.Contains(sharing[r.stack], name):
		return r.stack
	}
	return name
}

// onPlatform is what the target has shown to run on a platform; "" when it has not.
func (r *Reference) onPlatform(name string) string {
	if r != nil && (r.stack == name || slices.Contains(builtOn[r.stack], name) || slices.Contains(sharing[r.stack], name)) {
		return r.stack
	}
	return ""
}
