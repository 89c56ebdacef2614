package layers

// serverRows are servers that run an application and answer before it is asked, such as parsers.
func serverRows() []Fingerprint {
	bare := []string{"date", "server", "content-type", "content-length", "transfer-encoding"}
	return []Fingerprint{
		{ID: "node-parser", Name: "Node.js", Kind: WebServer, Sure: Certain, Sign: "a 400 with no field at all: the parser of Node.js, before any router",
			Source: "measured: Node 20.20", Status: []int{400, 408, 413, 431}, Without: bare, Only: []string{"connection"}, Empty: true, Within: onNode},
		{ID: "node-parser-behind", Name: "Node.js", Kind: WebServer, Sure: Likely, Sign: "an empty 400 of an application on Node.js, whose parser gives it before any router",
			Source: "measured: Node 20.20 behind nginx, Apache, Caddy and Varnish", Status: []int{400}, Empty: true, Only: []string{"via", "x-varnish", "age", "x-cache", "cf-ray", "x-request-id"}, Within: onNode},
		{ID: "puma-parser", Name: "Puma", Kind: WebServer, Sure: Likely, Sign: "a 400 with no field at all: the parser of Puma, before any router",
			Source: "measured: puma 5.6", Status: []int{400}, Without: bare, Only: []string{"connection"}, Empty: true, Within: onRack},
		{ID: "gunicorn-page", Name: "gunicorn", Kind: WebServer, Sure: Certain, Sign: "the error page of gunicorn",
			Source: "measured: gunicorn 20.1", Body: `<h1><p>[A-Za-z ]+</p></h1>`},
		{ID: "uvicorn-invalid", Name: "uvicorn", Kind: WebServer, Sure: Certain, Sign: "the parser of uvicorn, before any router",
			Source: "measured: uvicorn 0.17 with httptools", Status: []int{400}, Body: `^Invalid HTTP request received\.$`},
		{ID: "fasthttp-method", Name: "fiber", Kind: Framework, Sure: Likely, Sign: "the parser of fiber",
			Source: "measured: fiber 2", Status: []int{400}, Body: `^Invalid http method$`},
		{ID: "aiohttp-parser", Name: "aiohttp", Kind: WebServer, Sure: Certain, Sign: "the parser of aiohttp, before any router",
			Source: "measured: aiohttp 3.8 and 3.13", Status: []int{400}, Fields: []string{"server: aiohttp/"}, Body: `^(Invalid method encountered|Bad Request|400, message|Bad status line)`},
		{ID: "kestrel-parser", Name: "Kestrel", Kind: WebServer, Sure: Likely, Sign: "an empty 400 of Kestrel, before any router",
			Source: "dotnet/aspnetcore Kestrel, BadHttpRequestException", Status: []int{400, 408, 413, 414, 431}, Fields: []string{"server: ^Kestrel$"}, Only: []string{"connection"}, Empty: true},
		{ID: "php-server-page", Name: "PHP", Kind: WebServer, Sure: Certain, Sign: "the error page of PHP's built-in server",
			Source: "measured: PHP 8.2", Body: `<!doctype html><html><head><title>\d{3} [^<]*</title><style>\s*body \{ background-color: #fcfcfc`},
		{ID: "php-fpm-script", Name: "PHP", Kind: WebServer, Sure: Likely, Sign: "PHP-FPM has no such script",
			Source: "measured: PHP 8.2", Status: []int{404}, Body: `^(File not found\.\n?|No input file specified\.\n?)$`},
		{ID: "tomcat-servlet", Name: "Tomcat", Kind: WebServer, Sure: Certain, Sign: "a servlet on Tomcat that does not override the method",
			Source: "measured: Tomcat 9.0.70; jakarta HttpServlet", Body: `<title>HTTP Status \d{3} [\s\S]*HTTP method [A-Z]+ is not supported`},
		{ID: "jetty-page", Name: "Jetty", Kind: WebServer, Sure: Certain, Sign: "the error page of Jetty",
			Source: "measured: Jetty 9.4.57", Body: `<h2>HTTP ERROR:? \d{3}|Powered by Jetty://`},
		{ID: "undertow-page", Name: "Undertow", Kind: WebServer, Sure: Likely, Sign: "the error page of Undertow",
			Source: "undertow-io/undertow SimpleErrorPageHandler", Body: `^<html><head><title>Error</title></head><body>[^<]+</body></html>$`},
		{ID: "iis-page", Name: "IIS", Kind: WebServer, Sure: Certain, Says: Blocks, Sign: "the error page of IIS",
			Source: "learn.microsoft.com, IIS custom errors", Body: `HTTP verb used to access this page is not allowed|because an invalid method \(HTTP verb\)|<title>IIS \d+\.\d+ Detailed Error|The resource you are looking for has been removed, had its name changed, or is temporarily unavailable`},
		{ID: "http-sys", Name: "IIS", Kind: WebServer, Sure: Certain, Says: Blocks, Sign: "the error page of HTTP.sys",
			Source: "learn.microsoft.com, HTTP.sys error logging", Body: `<hr><p>HTTP Error \d{3}\. `},
		{ID: "vertx-page", Name: "Vert.x", Kind: Framework, Sure: Certain, Sign: "the default page of Vert.x Web",
			Source: "vert-x3/vertx-web RoutingContextImpl", Body: `^<html><body><h1>(Resource not found|Method Not Allowed)</h1></body></html>$`},
	}
}
