package spec_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/verbatim-http/verbatim/spec"
)

func ExampleLoad() {
	document := `openapi: 3.1.0
paths:
  /tasks/{id}:
    get: {}
    DELETE: {}
`
	contract, err := spec.Load(context.Background(), "-", spec.LoadOptions{Stdin: strings.NewReader(document)})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, item := range contract.Paths {
		for _, op := range item.Operations {
			fmt.Printf("%s %s, line %d\n", op.Method, item.Template, op.Line)
		}
	}
	for _, warning := range contract.Warnings {
		fmt.Println(warning)
	}
	// Output:
	// GET /tasks/{id}, line 4
	// DELETE /tasks/{id}, line 5
	// -:3: the parameter "id" of the path "/tasks/{id}" is described nowhere
	// -:5: the key "DELETE" is read as "delete": methods are written in lower case here
}

func ExampleLoadError() {
	document := `openapi: 3.1.0
paths:
  /tasks: GET
  /users:
    $ref: '#/components/pathItems/Users'
`
	_, err := spec.Load(context.Background(), "-", spec.LoadOptions{Stdin: strings.NewReader(document)})
	var broken *spec.LoadError
	fmt.Println(errors.As(err, &broken), len(broken.Problems))
	fmt.Println(err)
	// Output:
	// true 2
	// -:3: the path item "/tasks" is a string, not an object
	// -:5: following the reference "#/components/pathItems/Users": there is no /components in standard input
}
