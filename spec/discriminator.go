package spec

// force notes the value of a discriminator's property: the name by which the discriminator
// knows one of the schemas that the value is made from.
func (s *demands) force(discriminator node, refs []node) {
	property := discriminator.field("propertyName").text()
	if discriminator.kind() == stringKind { // Swagger 2.0
		property = discriminator.text()
	}
	if property == "" {
		return
	}
	mapping := discriminator.field("mapping").fields()
	for _, name := range []func([]field, node) string{mappedName, ownName} {
		for _, ref := range refs {
			if text := name(mapping, ref); text != "" {
				s.forced[property] = text
				return
			}
		}
	}
}

// mappedName is the name of a schema in a discriminator's mapping.
func mappedName(mapping []field, schema node) string {
	for _, m := range mapping {
		if target, ok := mapped(m.value); ok && target == schema {
			return m.name
		}
	}
	return ""
}

// ownName is the name of a schema where no mapping has one for it.
func ownName(_ []field, schema node) string { return schemaName(schema) }

// mapped is the schema that a mapping's value means: a reference, or a schema's bare name.
func mapped(n node) (node, bool) {
	text := n.text()
	if n.doc == nil || text == "" {
		return node{}, false
	}
	for _, ref := range []string{text, "#/components/schemas/" + text} {
		if target, err := n.doc.resolve(ref, 0); err == nil && target.exists() {
			return target, true
		}
	}
	return node{}, false
}

// schemaName is the name of a schema under components or definitions; "" when it has none.
func schemaName(schema node) string {
	if schema.doc == nil {
		return ""
	}
	root := schema.doc.root()
	for _, named := range []node{root.field("components").field("schemas"), root.field("definitions")} {
		for _, f := range named.fields() {
			if f.value == schema {
				return f.name
			}
		}
	}
	return ""
}
