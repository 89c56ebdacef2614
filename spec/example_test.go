package spec_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
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

func ExampleBody_SampleWith() {
	document := `openapi: 3.1.0
paths:
  /tasks:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [title, projectId, dueDate]
              properties:
                id: {type: integer, readOnly: true}
                title: {type: string, maxLength: 40}
                projectId: {type: integer}
                dueDate: {type: string, format: date}
                notify: {type: string, format: email}
`
	contract, err := spec.Load(context.Background(), "-", spec.LoadOptions{Stdin: strings.NewReader(document)})
	if err != nil {
		fmt.Println(err)
		return
	}
	content, err := contract.Paths[0].Operation("POST").Body.SampleWith(spec.Sampling{
		Marker: "verbatim-x7k2",
		Known:  func(name string) (any, bool) { return 42, name == "projectId" },
		Add:    []string{"notify"},
	})
	fmt.Println(content.MediaType, string(content.Data), err)
	// Output:
	// application/json {"dueDate":"2030-01-31","notify":"verbatim-x7k2@example.com","projectId":42,"title":"verbatim-x7k2"} <nil>
}

func ExampleResponse_Check() {
	document := `openapi: 3.0.3
paths:
  /tasks:
    get:
      responses:
        200:
          content:
            application/json:
              schema:
                type: array
                items: {type: object, required: [id], properties: {id: {type: integer}, note: {type: string, nullable: true}}}
`
	contract, err := spec.Load(context.Background(), "-", spec.LoadOptions{Stdin: strings.NewReader(document)})
	if err != nil {
		fmt.Println(err)
		return
	}
	response, _ := contract.Paths[0].Operation("GET").Response(200)
	received := spec.Received{Method: "GET", Status: 200, Fields: http.Header{"Content-Type": {"application/json"}}}
	received.Content = []byte(`[{"id":1,"note":null},{"id":"2"}]`)
	fmt.Println(response.Check(received))
	received.Truncated = true
	fmt.Println(errors.Is(response.Check(received), spec.ErrUnchecked))
	// Output:
	// /1/id: got string, want integer
	// true
}
