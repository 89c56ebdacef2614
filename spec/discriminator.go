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
	mapping := discriminator.field("mapping")
	for _, name := range []func(mapping, schema node) string{mappedName, ownName} {
		for _, ref := range refs {
			if text := name(mapping, ref); text != "" {
				s.forced[property] = text
				return
			}
		}
	}
}

// mappedName is the name of a schema in a discriminator's mapping.
func mappedName(mapping, schema node) string {
	if mapping.doc == nil {
		return namesMapped(mapping)[schema]
	}
	d := mapping.doc
	d.mu.Lock()
	names, ok := d.mappings[mapping]
	d.mu.Unlock()
	if !ok {
		names = namesMapped(mapping)
		d.mu.Lock()
		d.mappings[mapping] = names
		d.mu.Unlock()
	}
	return names[schema]
}

// namesMapped are the first names that a mapping has for its schemas. Large contracts have one
// mapping of hundreds of schemas that nearly every value is made from, so it is read once.
func namesMapped(mapping node) map[node]string {
	names := map[node]string{}
	for _, m := range mapping.fields() {
		if target, ok := mapped(m.value); ok {
			if _, known := names[target]; !known {
				names[target] = m.name
			}
		}
	}
	return names
}

// ownName is the name of a schema where no mapping has one for it.
func ownName(_, schema node) string { return schemaName(schema) }

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
	d := schema.doc
	d.naming.Do(func() { d.schemaNames = namesOfSchemas(d.root()) })
	return d.schemaNames[schema]
}

// namesOfSchemas are the first names of the schemas under components and definitions.
func namesOfSchemas(root node) map[node]string {
	names := map[node]string{}
	for _, named := range []node{root.field("components").field("schemas"), root.field("definitions")} {
		for _, f := range named.fields() {
			if _, known := names[f.value]; !known {
				names[f.value] = f.name
			}
		}
	}
	return names
}
