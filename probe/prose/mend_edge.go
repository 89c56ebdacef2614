package prose

// edgeMends are for what stands in front of an application: nginx 1.28, Apache httpd 2.4,
// HAProxy 3, Varnish 7, Caddy 2, Kong 3, Traefik 3 and the gateways of the clouds.
var edgeMends = []Mend{
	{"edge-blocks-method", "", "nginx", `location /tasks {
    proxy_pass http://app;      # without limit_except, and without a return by $request_method before it:
}                               # the application refuses what it does not have, with 405 and Allow`},
	{"edge-blocks-method", "", "Apache httpd", `# remove AllowMethods, <Limit>, <LimitExcept>, Require method or the RewriteCond on %{REQUEST_METHOD}:
# the application refuses what it does not have, with 405 and Allow
ProxyPass "/tasks" "http://127.0.0.1:8080/tasks"`},
	{"edge-blocks-method", "", "HAProxy", `# remove the http-request deny, return or reject by method: the application refuses what it does not
# have, with 405 and Allow
default_backend app`},
	{"edge-blocks-method", "", "Varnish", `sub vcl_recv {
    # in place of synth(405): the application refuses what it does not have, with Allow
    if (req.method != "GET" && req.method != "HEAD") { return (pass); }
}`},
	{"edge-blocks-method", "", "Caddy", `# for every method: no matcher by method, and no respond, before it
reverse_proxy app:8080`},
	{"edge-blocks-method", "", "ModSecurity", `# crs-setup.conf of the Core Rule Set
SecAction "id:900200,phase:1,pass,t:none,nolog,\
  setvar:'tx.allowed_methods=GET HEAD POST OPTIONS PUT PATCH DELETE'"`},
	{"edge-blocks-method", "", "CloudFront", `# cache behaviour: only this set of methods has PUT and DELETE
AllowedMethods: [GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]`},
	{"edge-blocks-method", "", "Squid", `# without an acl of the type method: the application refuses what it does not have
acl api dstdomain api.example.com
http_access allow api`},
	{"edge-blocks-method", "", "IIS", `<!-- web.config: the WebDAV module takes PUT and DELETE before the application sees them -->
<system.webServer>
  <modules><remove name="WebDAVModule" /></modules>
  <handlers><remove name="WebDAV" /></handlers>
  <security><requestFiltering><verbs allowUnlisted="true" /></requestFiltering></security>
</system.webServer>`},
	{"edge-blocks-method", "", "lighttpd", `# remove the condition that denies them: the application refuses what it does not have
# $HTTP["request-method"] … { url.access-deny = ( "" ) }`},

	{"allow-not-sent", "", "nginx", `location /tasks {
    proxy_pass http://app;      # the application's own 405 has Allow: let it pass, without a return 405
}                               # before it, and without 405 in an error_page of proxy_intercept_errors`},
	{"allow-not-sent", "", "HAProxy", `# remove the deny, return or errorfile with 405: the application's own 405 has Allow
default_backend app`},
	{"allow-not-sent", "", "Varnish", `sub vcl_recv {
    # in place of synth(405): the application's own 405 has Allow
    if (req.method != "GET" && req.method != "HEAD") { return (pass); }
}`},
	{"allow-not-sent", "", "Caddy", `# the application's own 405 has Allow: no respond 405 before it, and no handle_response for it
reverse_proxy app:8080`},

	{"static-host", "", "nginx", `location /tasks {
    proxy_pass http://app;      # in place of root, alias or try_files
}`},
	{"static-host", "", "Apache httpd", `ProxyPass        "/tasks" "http://127.0.0.1:8080/tasks"
ProxyPassReverse "/tasks" "http://127.0.0.1:8080/tasks"`},
	{"static-host", "", "Caddy", `handle /tasks* {
	reverse_proxy app:8080      # in place of file_server
}`},
	{"static-resource", "", "nginx", `location /tasks { proxy_pass http://app; }     # no try_files for the paths of the API`},
	{"static-resource", "", "Apache httpd", `ProxyPass "/tasks" "http://127.0.0.1:8080/tasks"      # before DocumentRoot is looked at`},

	{"gateway-without-route", "", "AWS API Gateway", `# add the method (or ANY) to the resource, then deploy the stage: until then nothing changes
aws apigateway put-method --rest-api-id ID --resource-id RES --http-method PUT --authorization-type NONE
aws apigateway create-deployment --rest-api-id ID --stage-name STAGE`},
	{"gateway-without-route", "", "Kong", `routes:
- name: tasks
  paths: [/tasks]
  methods: [GET, POST, PUT, DELETE]     # or no methods at all: the application answers 405 itself`},
	{"gateway-without-route", "", "Azure API Management", `# add an operation for the method to the API, or import the contract again
az apim api import --path tasks --specification-format OpenApi --specification-path openapi.yaml …`},
	{"gateway-without-route", "", "Google Cloud", `# the gateway serves what its OpenAPI document declares: add the operation, make a new config
gcloud api-gateway api-configs create CONFIG --api=API --openapi-spec=openapi.yaml`},

	{"router-404", "", "Traefik", `# without Method(…) in the rule the application answers 405 itself
rule: "PathPrefix(` + "`/tasks`" + `)"`},
	{"router-404", "", "Kong", `routes:
- name: tasks
  paths: [/tasks]       # without methods: the application answers 405 itself`},

	{"redirect", "slash", "nginx", `location = /tasks { proxy_pass http://app; }     # beside: location /tasks/ { … }`},

	{"catch-all", "page", "nginx", `location /api/ { proxy_pass http://app; }        # no try_files … /index.html here
location /     { try_files $uri /index.html; }`},
	{"catch-all", "page", "Netlify", `# _redirects: the API before the page
/api/*  https://app.example.com/api/:splat  200
/*      /index.html                         200`},

	{"preflight-blocked", "", "nginx", `location /tasks {
    if ($request_method = OPTIONS) {              # before auth_basic and limit_except
        add_header Access-Control-Allow-Origin  $http_origin;
        add_header Access-Control-Allow-Methods "GET, POST, PUT, DELETE";
        add_header Access-Control-Allow-Headers "Authorization, Content-Type";
        return 204;
    }
}`},
	{"preflight-blocked", "", "AWS API Gateway", `# add OPTIONS to the resource, without authorization (in the console: Enable CORS), and deploy the stage`},

	{"method-override", "", "nginx", `proxy_set_header X-HTTP-Method-Override "";      # and X-HTTP-Method, X-Method-Override`},

	{"stale-answer", "", "nginx", `proxy_cache_valid 200 10m;                       # not "any", which keeps 404 and 405 too`},
	{"stale-answer", "", "Varnish", `sub vcl_backend_response {
    if (beresp.status >= 400) { set beresp.uncacheable = true; set beresp.ttl = 0s; }
}`},
	{"stale-answer", "", "CloudFront", `aws cloudfront create-invalidation --distribution-id ID --paths "/*"     # after each deployment
# and an error caching minimum TTL of 0 for 404 and 405`},
}
