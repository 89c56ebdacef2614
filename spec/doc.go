// Package spec reads API contracts: OpenAPI 3.0, 3.1 and 3.2 and Swagger 2.0, in YAML or JSON,
// from files, URLs or standard input, over references to other documents.
//
// Start at [Load]. It returns a [Contract]: the path items in document order, each with its
// operations, parameters, bodies, responses and security, and with the file and line where it
// stands. What is wrong with a document but does not matter to a method-by-method check is a
// warning; what leaves nothing to check is a [*LoadError] that lists every problem.
//
// The way of a document:
//
//	source, remote ─► document ─► node ─► paths, pathitem, operation ─► Contract
//	 bytes, policy    JSON, YAML   a place,    openapi, swagger
//	                               lazily
//
// [Body.SampleWith] makes request bodies, and [Response.Check] holds answers against what the
// contract documents; [Link.Values] and [Response.SchemaName] say how one request leads to the
// next.
//
// A document is split one level at a time, where somebody looks: a large contract is mostly
// schemas that nobody asks for. References are followed only to the contract's own folder or
// origin unless [LoadOptions] say otherwise, and only until Load returns.
//
// The package does not validate contracts: a wrong example, an unknown format or a broken schema
// is of no consequence here. It never contacts the API that the contract describes.
package spec
