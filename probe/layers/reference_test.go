package layers

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func served(fields ...string) Answer {
	return Answer{Method: "GET", Status: 200, Reason: "OK", Proto: "HTTP/1.1", Fields: fields, Body: "[]"}
}

func refusal(status int, reason, body string, fields ...string) Answer {
	return Answer{Method: "PUT", Status: status, Reason: reason, Proto: "HTTP/1.1", Fields: fields, Body: body}
}

const (
	jsonType  = "Content-Type: application/json"
	express   = "X-Powered-By: Express"
	nginxPage = "<html>\r\n<head><title>403 Forbidden</title></head>\r\n<body>\r\n<center><h1>403 Forbidden</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)

func TestAttribute(t *testing.T) {
	tests := []struct {
		name   string
		served []Answer
		answer Answer
		kind   Kind
		layer  string
		sure   string
	}{
		{"a page of nginx in front of Express", []Answer{served(express, "Server: nginx", jsonType)},
			refusal(403, "Forbidden", nginxPage, "Server: nginx", "Content-Type: text/html"), WebServer, "nginx", Certain},
		{"a handler's own refusal through nginx", []Answer{served(express, "Server: nginx", jsonType)},
			refusal(405, "Method Not Allowed", `{"error":"no"}`, express, "Server: nginx", "Allow: GET", jsonType), App, "Express", Certain},
		{"JSON of the edge's own, where the application marks all it sends", []Answer{served(express, "Server: nginx", jsonType)},
			refusal(403, "Forbidden", `{"error":"no"}`, "Server: nginx", jsonType), WebServer, "nginx", Likely},
		{"the same, with a field that speaks for yet another layer", []Answer{served(express, "Server: nginx", jsonType)},
			refusal(403, "Forbidden", `{"error":"no"}`, "Server: nginx", jsonType, "X-Gate: 1"), Unknown, "", Unsure},
		{"403 in JSON through nginx, where nothing marks the application", []Answer{served("Server: nginx", jsonType)},
			refusal(403, "Forbidden", `{"error":"no"}`, "Server: nginx", jsonType), Unknown, "", Unsure},
		{"404 in the application's JSON through nginx", []Answer{served("Server: nginx", jsonType)},
			refusal(404, "Not Found", `{"error":"no"}`, "Server: nginx", jsonType), App, "", Likely},
		{"403 in plain JSON, which a proxy without Server can give too", []Answer{served(jsonType)},
			refusal(403, "Forbidden", `{"error":"no"}`, jsonType), Unknown, "", Unsure},
		{"405 in the application's JSON, without the Date that it has", []Answer{served(jsonType, "Date: Mon, 24 Aug 2026 10:00:00 GMT")},
			refusal(405, "Method Not Allowed", `{"error":"no"}`, jsonType), Unknown, "", Unsure},
		{"403 in JSON with the application's charset", []Answer{served(jsonType + "; charset=utf-8")},
			refusal(403, "Forbidden", `{"error":"no"}`, jsonType+"; charset=utf-8"), App, "", Likely},
		{"403 in plain JSON with a field of the application's", []Answer{served(jsonType, "X-Trace: 1")},
			refusal(403, "Forbidden", `{"error":"no"}`, jsonType, "X-Trace: 2"), App, "", Likely},
		{"an application server's Server passes through", []Answer{served("Server: gunicorn", jsonType)},
			refusal(405, "Method Not Allowed", "no", "Server: gunicorn", "Content-Type: text/plain", "Allow: GET"), App, "", Likely},
		{"an edge that passes Server on writes its own", []Answer{served("Server: gunicorn", jsonType)},
			refusal(403, "Forbidden", "blocked", "Server: Apache", "Content-Type: text/plain"), WebServer, "Apache httpd", Likely},
		{"an edge without Server, in front of one that has it", []Answer{served("Server: gunicorn", jsonType)},
			refusal(403, "Forbidden", "blocked", "Content-Type: text/plain"), Unknown, "", Unsure},
		{"a reason phrase, where the application sends none", []Answer{{Method: "GET", Status: 200, Proto: "HTTP/1.1", Fields: []string{"Server: nginx", jsonType}}},
			refusal(403, "Forbidden", "blocked", "Server: nginx", "Content-Type: text/plain"), WebServer, "nginx", Likely},
		{"HTTP/2 has no reason phrases to compare", []Answer{{Method: "GET", Status: 200, Proto: "HTTP/2.0", Fields: []string{"Server: nginx", jsonType}}},
			Answer{Method: "PUT", Status: 403, Proto: "HTTP/2.0", Fields: []string{"Server: nginx", "Content-Type: text/plain"}, Body: "blocked"}, Unknown, "", Unsure},
		{"security fields that the edge adds only to successes", []Answer{served("X-Frame-Options: DENY", "X-Trace: 1", "Server: nginx", jsonType)},
			refusal(405, "Method Not Allowed", "no", "Server: nginx", "Content-Type: text/plain"), Unknown, "", Unsure},
		{"ETag and Cache-Control are the success's own", []Answer{served(`ETag: "1"`, "Cache-Control: max-age=1", "Vary: Accept", "Server: nginx", jsonType)},
			refusal(405, "Method Not Allowed", `{"error":"no"}`, "Server: nginx", jsonType), App, "", Likely},
		{"Envoy says what came from behind it", []Answer{served("Server: envoy", "X-Envoy-Upstream-Service-Time: 3", jsonType)},
			refusal(403, "Forbidden", "no", "Server: envoy", "Content-Type: text/plain"), Proxy, "Envoy", Likely},
		{"another application's page behind the same address", []Answer{served(express, jsonType)},
			refusal(405, "Method Not Allowed", `{"detail":"Method Not Allowed"}`, "Server: uvicorn", jsonType), Framework, "Starlette", Likely},
		{"Go's 404 behind the same address as Express", []Answer{served(express, jsonType)},
			refusal(404, "Not Found", "404 page not found\n", "Content-Type: text/plain; charset=utf-8", "X-Content-Type-Options: nosniff"), Proxy, "Traefik", Likely},
		{"a success that nothing in front shows in", []Answer{served(jsonType)},
			Answer{Method: "DELETE", Status: 204, Reason: "No Content", Proto: "HTTP/1.1"}, App, "", Likely},
		{"a success that the edge may have given", []Answer{served("Server: Caddy", jsonType)},
			Answer{Method: "DELETE", Status: 200, Reason: "OK", Proto: "HTTP/1.1", Fields: []string{"Server: Caddy"}}, Unknown, "", Unsure},
		{"a preflight that the edge may have given", []Answer{served(jsonType)},
			Answer{Method: "OPTIONS", Status: 204, Reason: "No Content", Proto: "HTTP/1.1"}, Unknown, "", Unsure},
		{"X-Powered-By of IIS, which marks its own answers too", []Answer{served("X-Powered-By: ASP.NET", jsonType)},
			refusal(405, "Method Not Allowed", "", "X-Powered-By: ASP.NET"), Unknown, "", Unsure},
		{"a parser's 400 bears no mark of the application", []Answer{served("Server: gunicorn", jsonType)},
			refusal(400, "Bad Request", "", "Server: nginx"), Unknown, "", Unsure},
		{"HEAD shows no page", nil, Answer{Method: "HEAD", Status: 403, Reason: "Forbidden", Proto: "HTTP/1.1",
			Fields: []string{"Server: nginx", "Content-Type: text/html"}}, Unknown, "", Unsure},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Learn(tt.served, nil).Attribute(tt.answer)
			assert.Equal(t, []string{string(tt.kind), tt.layer, tt.sure}, []string{string(got.Kind), got.Name, got.Sure}, "%s", got)
		})
	}
}

func TestMarksOfWhatAProductIsBuiltOnAreTheProducts(t *testing.T) {
	nest := refusal(404, "Not Found", `{"message":"Cannot GET /nope","error":"Not Found","statusCode":404}`, express, jsonType)
	r := Learn([]Answer{served(express, jsonType)}, []Answer{nest})
	got := r.Attribute(refusal(405, "Method Not Allowed", `{"error":"no"}`, express, jsonType))
	assert.Equal(t, "NestJS", got.Name, "%s", got)
}

func TestPagesThatARouterSharesAreTheRouters(t *testing.T) {
	text := []string{"Content-Type: text/plain; charset=utf-8", "X-Content-Type-Options: nosniff"}
	missing := refusal(404, "Not Found", "404 page not found\n", text...)
	r := Learn(nil, []Answer{missing, refusal(405, "Method Not Allowed", "", "Allow: GET", "Allow: POST")})
	assert.Equal(t, "chi", r.Attribute(missing).Name)
}

func TestAttributeHead(t *testing.T) {
	page := refusal(403, "Forbidden", nginxPage, "Server: nginx", "Content-Type: text/html")
	handler := refusal(403, "Forbidden", `{"error":"no"}`, express, "Server: nginx", jsonType)
	head := Answer{Method: "HEAD", Status: 403, Reason: "Forbidden", Proto: "HTTP/1.1", Fields: []string{"Server: nginx", "Content-Type: text/html"}}
	r := Learn(nil, nil)
	assert.Equal(t, "nginx", r.AttributeHead(head, []Answer{handler, page}).Name, "only the page has the same fields")
	assert.Equal(t, Unknown, r.AttributeHead(head, []Answer{handler}).Kind)
	head.Fields = []string{"Server: nginx"}
	squid := refusal(403, "Forbidden", `{"errors":null,"url":"/api/swagger"}`, "Server: nginx", jsonType)
	assert.Equal(t, Unknown, r.AttributeHead(head, []Answer{squid, page}).Kind, "two layers may have given it")
	head.Status = 404
	assert.Equal(t, Unknown, r.AttributeHead(head, []Answer{page}).Kind)
}

func TestProxyStatusDecides(t *testing.T) {
	tests := []struct {
		name, value string
		want        string
	}{
		{"the proxy's own refusal", "edge.example.net; error=http_request_error", "edge.example.net"},
		{"the proxy nearest to us comes last", "inner; error=connection_refused, outer; received-status=502", "inner"},
		{"passed on", "edge.example.net; received-status=405", ""},
		{"a name in quotes", `"Edge Cache"; error="http_request_denied"; details="x"`, "Edge Cache"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Learn(nil, nil).Attribute(refusal(405, "Method Not Allowed", "no", "Proxy-Status: "+tt.value))
			if tt.want == "" {
				assert.Equal(t, Unknown, got.Kind)
				return
			}
			assert.Equal(t, Layer{Kind: Proxy, Name: tt.want, Sure: Certain, Evidence: got.Evidence}, got)
		})
	}
}

func TestStoredAnswersSaySo(t *testing.T) {
	for field, want := range map[string]string{
		"Age: 12": "stored by a cache: Age: 12", "X-Cache: HIT from edge": "stored by a cache: X-Cache: HIT from edge",
		"Cache-Status: Edge; hit; ttl=3": "stored by a cache: Cache-Status: Edge; hit; ttl=3",
	} {
		got := Learn(nil, nil).Attribute(refusal(404, "Not Found", "no", field))
		assert.Equal(t, []string{want}, got.Evidence)
	}
	for _, field := range []string{"Age: 0", "X-Cache: MISS", "Cache-Status: Edge; fwd=uri-miss"} {
		assert.Empty(t, Learn(nil, nil).Attribute(refusal(404, "Not Found", "no", field)).Evidence, field)
	}
}

func TestNothingIsKnownWithoutAReference(t *testing.T) {
	var none *Reference
	got := none.Attribute(refusal(405, "Method Not Allowed", `{"error":"no"}`, jsonType))
	assert.Equal(t, Unknown, got.Kind)
	assert.Equal(t, "an unknown layer", got.String())
}

func TestLayerReads(t *testing.T) {
	l := Layer{Kind: WebServer, Name: "nginx", Sure: Certain, Evidence: []string{"the error page of nginx", "Server: nginx"}}
	assert.Equal(t, "nginx (web server), certain: the error page of nginx; Server: nginx", l.String())
	assert.True(t, l.Outer())
	assert.False(t, Layer{Kind: App}.Outer())
}
