package spec

// resemblances tell what a document that is no contract seems to be, by a key of its top level.
var resemblances = []struct {
	keys []string // all of them
	hint string
}{
	{[]string{"paths"}, "it seems to be an OpenAPI contract without its version: add \"openapi: 3.1.0\", or \"swagger: '2.0'\" if it has \"host\" or \"definitions\""},
	{[]string{"swaggerVersion"}, "it seems to be a Swagger 1 document, which is not supported"},
	{[]string{"asyncapi"}, "it is an AsyncAPI document, which describes messages, not HTTP methods"},
	{[]string{"arazzo"}, "it is an Arazzo document; give the OpenAPI document that it refers to"},
	{[]string{"overlay"}, "it is an OpenAPI overlay; apply it to its contract first"},
	{[]string{"info", "item"}, "it seems to be a Postman collection; export the API as OpenAPI"},
	{[]string{"__export_format"}, "it seems to be an Insomnia export; export the API as OpenAPI"},
	{[]string{"log"}, "it seems to be a HAR recording"},
	{[]string{"apiVersion", "kind"}, "it seems to be a Kubernetes manifest"},
	{[]string{"__schema"}, "it seems to be a GraphQL schema"},
	{[]string{"data"}, "it seems to be an answer with data, not a contract"},
	{[]string{"targets"}, "it seems to be a configuration of verbatim; give the contract instead"},
	{[]string{"$schema"}, "it seems to be a JSON Schema"},
	{[]string{"properties"}, "it seems to be a JSON Schema"},
	{[]string{"definitions"}, "it seems to be a JSON Schema"},
	{[]string{"$defs"}, "it seems to be a JSON Schema"},
	{[]string{"schemas"}, "it seems to be a part of a contract; give the document that has \"paths\""},
	{[]string{"components"}, "it seems to be a part of a contract; give the document that has \"paths\""},
	{[]string{"error"}, "it seems to be an error message of a server"},
	{[]string{"message"}, "it seems to be an error message of a server"},
	{[]string{"detail"}, "it seems to be an error message of a server"},
}

// resemblance says what a document without a version seems to be.
func resemblance(root node) string {
	for _, r := range resemblances {
		all := true
		for _, key := range r.keys {
			all = all && root.field(key).exists()
		}
		if all {
			return r.hint
		}
	}
	return "an OpenAPI contract begins with \"openapi: 3.1.0\""
}
