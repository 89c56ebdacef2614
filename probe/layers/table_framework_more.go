package layers

func jvmRows() []Fingerprint {
	return []Fingerprint{
		{ID: "javalin", Name: "Javalin", Kind: Framework, Sure: Certain, Sign: "the default 404 or 405 of Javalin",
			Source: "measured: Javalin 6.7", Status: []int{404, 405}, Body: `"type": "https://javalin\.io/documentation#|^Method Not Allowed\n\navailableMethods:\n|^Endpoint [A-Z]+ \S+ not found$`},
		{ID: "spark", Name: "Spark", Kind: Framework, Sure: Certain, Sign: "the default 404 of Spark",
			Source: "measured: Spark 2.9", Status: []int{404}, Body: `^<html><body><h2>404 Not found</h2></body></html>$`},
		{ID: "spring-boot", Name: "Spring", Kind: Framework, Sure: Certain, Sign: "the default error of Spring Boot",
			Source: "spring-projects/spring-boot DefaultErrorAttributes", Body: `^\{"timestamp":("[^"]+"|\d+),("path":"[^"]*",)?"status":\d{3},"error":"`},
		{ID: "spring-problem", Name: "Spring", Kind: Framework, Sure: Certain, Sign: "a problem document of Spring",
			Source: "spring-projects/spring-framework ProblemDetail", Body: `"detail":"(Method '[A-Z]+' is not supported\.|No static resource [^"]*\.|No endpoint [A-Z]+ [^"]*\.)"`},
		{ID: "spring-whitelabel", Name: "Spring", Kind: Framework, Sure: Certain, Sign: "the Whitelabel page of Spring Boot",
			Source: "spring-projects/spring-boot ErrorMvcAutoConfiguration", Body: `<h1>Whitelabel Error Page</h1>`},
		{ID: "spring-message", Name: "Spring", Kind: Framework, Sure: Certain, Sign: "a message of Spring MVC",
			Source: "measured: Spring MVC 4.3 on Tomcat 9", Body: `Request method ('|&#39;|&apos;)[A-Za-z]+('|&#39;|&apos;) (is )?not supported`},
		{ID: "spring-cors", Name: "Spring", Kind: Framework, Sure: Certain, Sign: "the CORS refusal of Spring",
			Source: "measured: Spring MVC 4.3", Status: []int{403}, Body: `^Invalid CORS request$`},
		{ID: "spring-security", Name: "Spring", Kind: Framework, Sure: Likely, Sign: "the fields of Spring Security",
			Source: "docs.spring.io, Spring Security default headers", Fields: []string{"x-content-type-options: ^nosniff$", "cache-control: ^no-cache, no-store, max-age=0, must-revalidate$", "pragma: ^no-cache$", "expires: ^0$"}},
		{ID: "micronaut", Name: "Micronaut", Kind: Framework, Sure: Certain, Sign: "the default error of Micronaut",
			Source: "micronaut-projects/micronaut-core RouteExecutor", Body: `"message":"(Method \[[A-Z]+\] not allowed for URI|Page Not Found)`},
		{ID: "dropwizard", Name: "Dropwizard", Kind: Framework, Sure: Certain, Sign: "the default error of Dropwizard",
			Source: "dropwizard/dropwizard LoggingExceptionMapper", Body: `^\{"code":\d{3},"message":"HTTP \d{3} [A-Za-z ]+"\}$`},
		{ID: "tomcat-page", Name: "Tomcat", Kind: WebServer, Sure: Certain, Sign: "the error page of Tomcat",
			Source: "measured: Tomcat 9.0.70", Body: `<title>(HTTP Status \d{3} |Apache Tomcat/[0-9.]+ - Error report)`},
	}
}

func otherRows() []Fingerprint {
	return []Fingerprint{
		{ID: "rails-404", Name: "Rails", Kind: Framework, Sure: Certain, Sign: "the default 404 page of Rails",
			Source: "measured: Rails 6.1", Body: `<title>The (page you were looking for doesn't exist|change you wanted was rejected|page you were looking for doesn&rsquo;t exist) \(\d{3}`},
		{ID: "rails-500", Name: "Rails", Kind: Framework, Sure: Certain, Sign: "the default 500 page of Rails",
			Source: "measured: Rails 6.1", Body: `<title>We(&rsquo;|')re sorry, but something went wrong`},
		{ID: "rails-debug", Name: "Rails", Kind: Framework, Sure: Certain, Sign: "the debug page of Rails",
			Source: "measured: Rails 6.1", Body: `<title>Action Controller: Exception caught</title>|ActionController::RoutingError|ActionController::UnknownHttpMethod`},
		{ID: "rails-json", Name: "Rails", Kind: Framework, Sure: Likely, Sign: "the default JSON error of Rails, with X-Runtime",
			Source: "measured: Rails 6.1", Fields: []string{"x-runtime: ^[0-9.]+$"}, Body: `^\{"status":\d{3},"error":"[A-Za-z ]+"[,}]`},
		{ID: "rails-unknown-method", Name: "Rails", Kind: Framework, Sure: Likely, Sign: "an empty answer with X-Runtime and X-Request-Id: Rails does not know the method, or the content",
			Source: "measured: Rails 6.1", Status: []int{400, 405}, Fields: []string{"x-runtime: ^[0-9.]+$", "x-request-id"}, Without: []string{"cache-control"}, Empty: true},
		{ID: "sinatra-404", Name: "Sinatra", Kind: Framework, Sure: Certain, Sign: "the default 404 of Sinatra, with X-Cascade",
			Source: "measured: Sinatra 3.0", Status: []int{404}, Fields: []string{"x-cascade: ^pass$", "content-type: ^text/html"}, Body: `^<h1>Not Found</h1>$|Sinatra doesn`},
		{ID: "rack-404", Name: "Rack", Kind: Framework, Sure: Certain, Sign: "no application is mounted at the path in Rack",
			Source: "rack/rack lib/rack/urlmap.rb", Status: []int{404}, Fields: []string{"x-cascade: ^pass$"}, Body: `^Not Found: /`},
		{ID: "rack-files", Name: "Rack", Kind: Framework, Sure: Likely, Sign: "the file server of Rack",
			Source: "rack/rack lib/rack/files.rb", Status: []int{405}, Fields: []string{"x-cascade: ^pass$", "allow"}, Body: `^Method Not Allowed\n$`},
		{ID: "aspnetcore-problem", Name: "ASP.NET Core", Kind: Framework, Sure: Certain, Sign: "a problem document of ASP.NET Core, with its trace id",
			Source: "dotnet/aspnetcore DefaultProblemDetailsFactory", Body: `"traceId":"00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]"`},
		{ID: "aspnetcore-empty", Name: "ASP.NET Core", Kind: Framework, Sure: Likely, Sign: "an empty refusal of Kestrel's application",
			Source: "dotnet/aspnetcore HttpMethodMatcherPolicy", Status: []int{404, 405}, Fields: []string{"server: ^Kestrel$"}, Only: []string{"allow"}, Empty: true},
		{ID: "laravel-message", Name: "Laravel", Kind: Framework, Sure: Certain, Sign: "a message of Laravel",
			Source: "measured: Laravel 8.83", Body: `The [A-Z]+ method is not supported for (this )?route|"message":\s*"The route [^"]* could not be found\."`},
		{ID: "laravel-csrf", Name: "Laravel", Kind: Framework, Sure: Likely, Sign: "the 419 of Laravel's CSRF protection",
			Source: "measured: Laravel 8.83", Status: []int{419}},
		{ID: "laravel-page", Name: "Laravel", Kind: Framework, Sure: Certain, Sign: "the error page of Laravel",
			Source: "measured: Laravel 8.83", Body: `<title>(Unauthorized|Forbidden|Not Found|Page Expired|Too Many Requests|Server Error|Service Unavailable)</title>\s+(<!-- Fonts -->[^/]+//[^/]+/?[^/]+//[^>]+>\s+)?<style>\s+/\*! normalize\.css v8\.0\.1`},
		{ID: "laravel-json", Name: "Laravel", Kind: Framework, Sure: Likely, Sign: "an error in JSON of several lines, as Laravel writes it",
			Source: "measured: Laravel 8.83", Fields: []string{"cache-control: ^no-cache, private$", "content-type: ^application/json$"}, Body: `^\{\n    "message": "`},
		{ID: "laravel-options", Name: "Laravel", Kind: Framework, Sure: Likely, Sign: "the OPTIONS answer that Laravel gives of itself",
			Source: "measured: Laravel 8.83", Methods: []string{"OPTIONS"}, Status: []int{200}, Fields: []string{"cache-control: ^no-cache, private$", `allow: ^[A-Z]+(,[A-Z]+)*$`}, Empty: true},
		{ID: "symfony-page", Name: "Symfony", Kind: Framework, Sure: Certain, Sign: "the error page of Symfony, which Laravel and Lumen show too",
			Source: "measured: Symfony 5.4", Body: `<title>An Error Occurred: |The server returned a "\d{3} `},
		{ID: "symfony-json", Name: "Symfony", Kind: Framework, Sure: Likely, Sign: "a problem document of Symfony",
			Source: "symfony/symfony ProblemNormalizer", Body: `^\{"type":"https:\\?/\\?/(tools\.ietf\.org\\?/html|symfony\.com\\?/errors)\\?/[^"]*","title":"An error occurred",`},
		{ID: "symfony-message", Name: "Symfony", Kind: Framework, Sure: Certain, Sign: "a message of Symfony's router",
			Source: "symfony/symfony RouterListener", Body: `No route found for (\\?"|&quot;)[A-Z]+ `},
		{ID: "slim-405", Name: "Slim", Kind: Framework, Sure: Certain, Sign: "the default 405 of Slim",
			Source: "measured: Slim 3.12; slimphp/Slim 4 HttpMethodNotAllowedException", Body: `Method not allowed\. Must be one of: |^<html>\s*<head>\s*<title>Method not allowed</title>\s*<style>`},
		{ID: "slim-404", Name: "Slim", Kind: Framework, Sure: Certain, Sign: "the default 404 of Slim",
			Source: "measured: Slim 3.12; slimphp/Slim 4 HttpNotFoundException", Body: `^<html>\s*<head>\s*<title>Page Not Found</title>\s*<style>|The requested resource could not be found\. Please verify the URI and try again\.`},
		{ID: "slim-error", Name: "Slim", Kind: Framework, Sure: Certain, Sign: "the default error of Slim 4",
			Source: "slimphp/Slim 4 HtmlErrorRenderer", Body: `Slim Application Error|<p>The request method is not supported for the requested resource`},
		{ID: "slim-options", Name: "Slim", Kind: Framework, Sure: Certain, Sign: "the OPTIONS answer that Slim 3 gives of itself",
			Source: "measured: Slim 3.12", Methods: []string{"OPTIONS"}, Status: []int{200}, Body: `^(Allowed methods: |\{"message":"Allowed methods: )`},
		{ID: "grape", Name: "Grape", Kind: Framework, Sure: Likely, Sign: "the JSON 405 of Grape",
			Source: "measured: Grape 1.6", Status: []int{405}, Fields: []string{"allow"}, Body: `^\{"error":"405 Not Allowed"\}$`},
		{ID: "mojolicious", Name: "Mojolicious", Kind: Framework, Sure: Certain, Sign: "an error page of Mojolicious, with the id of the request before the page",
			Source: "measured: Mojolicious 9.31", Status: []int{404, 500}, Body: `^<!DOCTYPE html>\n<!-- Request ID: [\w-]+ -->\n<html>\s*<head>\s*<title>`},
		{ID: "salvo", Name: "Salvo", Kind: Framework, Sure: Certain, Sign: "a default error of Salvo",
			Source: "measured: Salvo 0.79", Body: `<a href="https://salvo\.rs" target="_blank">salvo</a>|^\{"error":\{"code":\d{3},"name":"[^"]*","brief":"`},
		{ID: "rocket", Name: "Rocket", Kind: Framework, Sure: Certain, Sign: "the default error of Rocket",
			Source: "measured: Rocket 0.5", Body: `^\{\s*"error": \{\s*"code": \d{3},\s*"reason": "[^"]*",\s*"description": "|<p>[^<]*</p>\s*<hr />\s*<small>Rocket</small>`},
		{ID: "warp", Name: "warp", Kind: Framework, Sure: Certain, Sign: "the default 405 of warp",
			Source: "measured: warp 0.3", Status: []int{405}, Body: `^HTTP method not allowed$`},
		{ID: "axum-405", Name: "axum", Kind: Framework, Sure: Likely, Sign: "an empty 405 with GET,HEAD in Allow, without spaces, as axum gives it",
			Source: "measured: axum 0.8", Status: []int{405}, Fields: []string{`allow: ^([A-Z]+,)*GET,HEAD(,[A-Z]+)*$`}, Without: []string{"content-type", "x-powered-by"}, Empty: true},
		{ID: "gitea", Name: "Gitea", Kind: App, Sure: Certain, Sign: "an error of Gitea's API",
			Source: "go-gitea/gitea services/context/api.go", Body: `"url":"[^"]*/api/swagger"`},
		{ID: "postgrest", Name: "PostgREST", Kind: App, Sure: Certain, Sign: "an error code of PostgREST",
			Source: "postgrest.org, errors", Body: `"code":"PGRST\d+"`},
	}
}

func goRows() []Fingerprint {
	goText := []string{"content-type: ^text/plain; charset=utf-8$", "x-content-type-options: ^nosniff$"}
	return []Fingerprint{
		{ID: "gin-404", Name: "gin", Kind: Framework, Sure: Certain, Sign: "the default answer of gin",
			Source: "measured: gin 1.10", Status: []int{404, 405}, Fields: []string{"content-type: ^text/plain$"}, Body: `^(404 page not found|405 method not allowed)$`},
		{ID: "echo-405", Name: "echo", Kind: Framework, Sure: Certain, Sign: "the default 405 of echo, with OPTIONS first in Allow",
			Source: "measured: echo 4", Status: []int{405}, Fields: []string{"content-type: ^application/json", "allow: ^OPTIONS, "}, Body: `^\{"message":"Method Not Allowed"\}\n$`},
		{ID: "echo-404", Name: "echo", Kind: Framework, Sure: Likely, Sign: "the default 404 of echo",
			Source: "measured: echo 4", Status: []int{404}, Fields: []string{"content-type: ^application/json"}, Without: []string{"x-powered-by", "keep-alive"}, Body: `^\{"message":"Not Found"\}\n$`},
		{ID: "fiber-404", Name: "fiber", Kind: Framework, Sure: Certain, Sign: "the default 404 of fiber",
			Source: "measured: fiber 2", Status: []int{404}, Fields: []string{"content-type: ^text/plain"}, Body: `^Cannot [A-Z]+ /\S*$`},
		{ID: "httprouter-405", Name: "httprouter", Kind: Framework, Sure: Likely, Sign: "the 405 text of Go with OPTIONS and without HEAD in Allow, as httprouter writes it",
			Source: "julienschmidt/httprouter router.go", Status: []int{405}, Fields: append([]string{`allow: ^([A-GI-Z]+, )*OPTIONS(, [A-GI-Z]+)*$`}, goText...), Body: `^Method Not Allowed\n$`},
		{ID: "chi-405", Name: "chi", Kind: Framework, Sure: Likely, Sign: "an empty 405 of a Go server with an Allow field for each method, as chi gives it",
			Source: "measured: chi 5", Status: []int{405}, Fields: []string{"allow: ^[A-Z]+$"}, Without: []string{"content-type", "server"}, Empty: true, Within: []string{"net/http", "chi"}},
		{ID: "chi-unknown-token", Name: "chi", Kind: Framework, Sure: Likely, Sign: "an empty 405 without Allow for a method that chi does not know",
			Source: "measured: chi 5", Status: []int{405}, Without: []string{"allow", "content-type", "server"}, Empty: true, Within: []string{"chi"}},
		{ID: "gorilla-405", Name: "gorilla/mux", Kind: Framework, Sure: Likely, Sign: "an empty 405 without Allow from a Go server, as gorilla/mux gives it",
			Source: "measured: gorilla/mux 1.8", Methods: []string{"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}, Status: []int{405},
			Only: []string{"vary"}, Without: []string{"allow", "server"}, Empty: true, Within: []string{"net/http"}},
		{ID: "gorilla-unknown-token", Name: "gorilla/mux", Kind: Framework, Sure: Likely, Sign: "an empty 405 without Allow, where other answers are those of gorilla/mux",
			Source: "measured: gorilla/mux 1.8", Status: []int{405}, Only: []string{"vary"}, Without: []string{"allow", "server"}, Empty: true, Within: []string{"gorilla/mux"}},
		{ID: "nethttp-405", Name: "net/http", Kind: Framework, Sure: Certain, Sign: "the default 405 of Go's net/http",
			Source: "measured: Go 1.26", Status: []int{405}, Fields: append([]string{"allow"}, goText...), Body: `^Method Not Allowed\n$`},
		{ID: "nethttp-redirect", Name: "net/http", Kind: Framework, Sure: Likely, Sign: "a redirect as Go's net/http writes it",
			Source: "golang/go src/net/http/server.go Redirect; measured: gin 1.10", Status: []int{301, 302, 303, 307, 308}, Fields: []string{"location"},
			Body: `^<a href="[^"]*">(Moved Permanently|Found|See Other|Temporary Redirect|Permanent Redirect)</a>\.\n\n?$`, Platform: true},
		{ID: "nethttp-404", Name: "net/http", Kind: Framework, Sure: Likely, Sign: "the default 404 of Go, which net/http, chi, gorilla/mux, httprouter and Traefik send alike",
			Source: "measured: Go 1.26", Status: []int{404}, Fields: goText, Body: `^404 page not found\n$`, Platform: true},
	}
}

// optionsRows are the empty answers that frameworks give to OPTIONS of themselves, where other
// answers show the framework.
func optionsRows() []Fingerprint {
	row := func(id, name, source string, status int, fields ...string) Fingerprint {
		return Fingerprint{ID: id, Name: name, Kind: Framework, Sure: Likely, Sign: "the OPTIONS answer that " + name + " gives of itself", Source: source,
			Methods: []string{"OPTIONS"}, Status: []int{status}, Fields: fields, Empty: true, Within: []string{name}}
	}
	return []Fingerprint{
		row("koa-options", "Koa", "measured: @koa/router 15.7", 200, "allow: ^HEAD, GET"),
		row("echo-options", "echo", "measured: echo 4", 204, "allow: ^OPTIONS, "),
		row("flask-options", "Flask", "measured: Flask 2.2", 200, `allow: \bOPTIONS\b`, "content-type: ^text/html; charset=utf-8$"),
		row("django-options", "Django", "measured: Django 3.2", 200, `allow: \bOPTIONS$`),
		row("spring-options", "Spring", "measured: Spring MVC 4.3", 200, `allow: ^[A-Z]+(,[A-Z]+)*,OPTIONS$`),
	}
}

// textRows are bare texts that several frameworks share; a second sign tells them apart.
func textRows() []Fingerprint {
	return []Fingerprint{
		{ID: "koa-405", Name: "Koa", Kind: Framework, Sure: Likely, Sign: "the text of the status from a Node server, with HEAD first in Allow, as @koa/router writes it",
			Source: "measured: Koa 3.3, @koa/router 15.7", Status: []int{405, 501}, Fields: []string{"content-type: ^text/plain; charset=utf-8$", "allow: ^HEAD, GET"}, Without: []string{"x-powered-by", "x-content-type-options", "etag"},
			Body: `^(Method Not Allowed|Not Implemented)$`},
		{ID: "koa-text", Name: "Koa", Kind: Framework, Sure: Likely, Sign: "the text of the status from a Node server, as Koa writes it",
			Source: "measured: Koa 3.3", Status: []int{400, 404, 405, 501}, Fields: []string{"content-type: ^text/plain; charset=utf-8$", `keep-alive: ^timeout=\d+`},
			Without: []string{"x-powered-by", "x-content-type-options", "etag", "server"}, Body: `^(Not Found|Method Not Allowed|Not Implemented|Bad Request)$`},
		{ID: "koa-within", Name: "Koa", Kind: Framework, Sure: Likely, Sign: "the text of the status, where other answers are Koa's",
			Source: "measured: Koa 3.3", Status: []int{400, 404, 405, 501}, Fields: []string{"content-type: ^text/plain; charset=utf-8$"},
			Without: []string{"x-powered-by", "x-content-type-options", "etag"}, Body: `^(Not Found|Method Not Allowed|Not Implemented|Bad Request)$`, Within: []string{"Koa"}},
		{ID: "fiber-405", Name: "fiber", Kind: Framework, Sure: Likely, Sign: "the text of the status, where other answers are fiber's",
			Source: "measured: fiber 2", Status: []int{405}, Fields: []string{"content-type: ^text/plain", "allow"}, Body: `^Method Not Allowed$`, Within: []string{"fiber"}},
	}
}
