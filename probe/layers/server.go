package layers

import "strings"

// A Server field never decides by itself: proxies overwrite it. It agrees with other signs, or
// differs from what served answers have.

// edgeServers are beginnings of Server values, in lower case, that outer layers write.
var edgeServers = []struct{ prefix, name string }{
	{"openresty", "OpenResty"}, {"nginx", "nginx"}, {"apache-coyote", "Tomcat"}, {"apache", "Apache httpd"},
	{"caddy", "Caddy"}, {"varnish", "Varnish"}, {"envoy", "Envoy"}, {"istio-envoy", "Envoy"}, {"lighttpd", "lighttpd"},
	{"squid", "Squid"}, {"kong", "Kong"}, {"awselb", "AWS ALB"}, {"cloudfront", "CloudFront"}, {"cloudflare", "Cloudflare"},
	{"akamaighost", "Akamai"}, {"akamainetstorage", "Akamai"}, {"amazons3", "S3"}, {"vercel", "Vercel"}, {"netlify", "Netlify"},
	{"github.com", "GitHub Pages"}, {"microsoft-iis", "IIS"}, {"microsoft-azure-application-gateway", "Azure Application Gateway"},
	{"google frontend", "Google Cloud"}, {"gws", "Google Cloud"}, {"fly/", "Fly.io"}, {"heroku", "Heroku"}, {"bigip", "F5 BIG-IP"},
	{"big-ip", "F5 BIG-IP"}, {"apisix", "APISIX"}, {"tengine", "Tengine"}, {"litespeed", "LiteSpeed"}, {"traefik", "Traefik"},
}

// appServers are beginnings of Server values, in lower case, of servers that run an application:
// no proxy writes them, so the answer came from behind every proxy. framework is what they run,
// where that is only one.
var appServers = []struct{ prefix, name, framework string }{
	{"gunicorn", "gunicorn", ""}, {"uvicorn", "uvicorn", ""}, {"hypercorn", "Hypercorn", ""}, {"daphne", "Daphne", ""}, {"waitress", "waitress", ""},
	{"werkzeug", "Werkzeug", "Flask"}, {"tornadoserver", "Tornado", "Tornado"}, {"wsgiserver", "WSGIServer", ""}, {"kestrel", "Kestrel", "ASP.NET Core"},
	{"jetty", "Jetty", ""}, {"webrick", "WEBrick", ""}, {"thin", "Thin", ""}, {"puma", "Puma", ""}, {"mojolicious", "Mojolicious", "Mojolicious"},
	{"cowboy", "Cowboy", ""}, {"granian", "Granian", ""}, {"cherrypy", "CherryPy", "CherryPy"}, {"cheroot", "Cheroot", ""}, {"wildfly", "WildFly", ""},
	{"undertow", "Undertow", ""}, {"minio", "MinIO", "MinIO"}, {"simplehttp", "Python http.server", ""}, {"basehttp", "Python http.server", ""}, {"restify", "restify", "restify"},
}

// namesServer is the product that a Server value names; "" when it is not known.
func namesServer(value string) string {
	if name := edgeServer(value); name != "" {
		return name
	}
	return appServer(value)
}

func edgeServer(value string) string {
	value = strings.ToLower(value)
	for _, s := range edgeServers {
		if strings.HasPrefix(value, s.prefix) {
			return s.name
		}
	}
	return ""
}

func appServer(value string) string {
	name, _ := runs(value)
	return name
}

// serverFramework is the framework that a Server value shows; "" when several run on it.
func serverFramework(value string) string {
	_, framework := runs(value)
	return framework
}

func runs(value string) (name, framework string) {
	value = strings.ToLower(value)
	if strings.HasPrefix(value, "python/") && strings.Contains(value, "aiohttp/") {
		return "aiohttp", "aiohttp"
	}
	for _, s := range appServers {
		if strings.HasPrefix(value, s.prefix) {
			return s.name, s.framework
		}
	}
	return "", ""
}
