package spec

// preloadBudget bounds how many nodes are looked at for references to other documents.
const preloadBudget = 3_000_000

// preload reads the documents that the schemas and examples of parameters, bodies and responses
// refer to, so that no value is ever made from a file that was read later, or from a URL.
func (l *loader) preload(c *Contract) {
	w := walker{loader: l, seen: map[node]bool{}, left: preloadBudget}
	for _, item := range c.Paths {
		w.parameters(item.Parameters)
		for _, op := range item.Operations {
			w.parameters(op.Parameters)
			w.body(op.Body)
			for _, r := range op.Responses {
				w.push(r.object)
			}
		}
	}
	w.walk()
}

// walker visits every node that can be reached, once, over references.
type walker struct {
	loader *loader
	seen   map[node]bool
	stack  []node
	left   int
}

func (w *walker) parameters(parameters []*Parameter) {
	for _, p := range parameters {
		w.push(p.schema)
		w.push(p.object)
	}
}

func (w *walker) body(b *Body) {
	if b == nil {
		return
	}
	for _, m := range b.Content {
		w.push(m.schema)
		w.push(m.object)
	}
}

func (w *walker) push(n node) {
	if k := n.kind(); (k == objectKind || k == arrayKind) && !w.seen[n] {
		w.seen[n] = true
		w.stack = append(w.stack, n)
	}
}

func (w *walker) walk() {
	for len(w.stack) > 0 && w.left > 0 {
		w.left--
		n := w.stack[len(w.stack)-1]
		w.stack = w.stack[:len(w.stack)-1]
		target, err := n.deref()
		if err != nil {
			w.loader.warnError(n, err)
			continue
		}
		w.push(target)
		for _, f := range n.fields() {
			w.push(f.value)
		}
		for _, item := range n.items() {
			w.push(item)
		}
	}
}
