package layers

// markRows are fields that an application's stack leaves on whatever it answers. They say that
// the answer came from the application, and what that is built on.
func markRows() []Fingerprint {
	return []Fingerprint{
		{ID: "mark-next", Name: "Next.js", Kind: App, Sure: Certain, Sign: "the fields of Next.js",
			Source: "measured: Next.js 14.2, 15.5 and 16.4", Fields: []string{"vary: (?i)\\brsc, next-router-state-tree"}},
		{ID: "mark-next-prerendered", Name: "Next.js", Kind: App, Sure: Certain, Sign: "X-Nextjs-Cache",
			Source: "measured: Next.js 16.4", Fields: []string{"x-nextjs-cache"}},
		{ID: "mark-next-rewrite", Name: "Next.js", Kind: App, Sure: Certain, Sign: "X-Middleware-Rewrite",
			Source: "measured: Next.js 16.4", Fields: []string{"x-middleware-rewrite"}},
		{ID: "mark-next-page", Name: "Next.js", Kind: App, Sure: Certain, Sign: "X-Powered-By: Next.js",
			Source: "measured: Next.js 16.4", Fields: []string{"x-powered-by: ^Next\\.js$"}},
		{ID: "mark-express", Name: "Express", Kind: App, Sure: Certain, Sign: "X-Powered-By: Express",
			Source: "measured: Express 4.22 and 5.3", Fields: []string{"x-powered-by: ^Express$"}},
		{ID: "mark-laravel", Name: "Laravel", Kind: App, Sure: Certain, Sign: "the cookie of Laravel",
			Source: "laravel/framework config/session.php", Fields: []string{"set-cookie: ^laravel_session="}},
		{ID: "mark-symfony", Name: "Symfony", Kind: App, Sure: Likely, Sign: `Cache-Control: "no-cache, private", as Symfony sends it, and Laravel, which is built on it`,
			Source: "measured: Symfony 5.4 and Laravel 8.83", Fields: []string{"cache-control: ^no-cache, private$"}},
		{ID: "mark-php", Name: "PHP", Kind: App, Sure: Certain, Sign: "X-Powered-By: PHP",
			Source: "measured: PHP 8.2", Fields: []string{"x-powered-by: ^PHP/"}},
		{ID: "mark-rails", Name: "Rails", Kind: App, Sure: Likely, Sign: "X-Runtime and X-Request-Id, as Rails sends them",
			Source: "measured: Rails 6.1", Fields: []string{`x-runtime: ^\d+\.\d+$`, "x-request-id"}},
		{ID: "mark-aspnet", Name: "ASP.NET", Kind: App, Sure: Certain, Sign: "X-AspNet-Version",
			Source: "learn.microsoft.com, httpRuntime enableVersionHeader", Fields: []string{"x-aspnet-version"}},
		{ID: "mark-django", Name: "Django", Kind: App, Sure: Likely, Sign: "the three security fields of Django",
			Source: "measured: Django 3.2", Fields: []string{"x-frame-options: ^DENY$", "x-content-type-options: ^nosniff$", "referrer-policy: ^same-origin$"}, Without: []string{"x-powered-by"}},
		{ID: "mark-node", Name: "Node.js", Kind: App, Sure: Likely, Sign: "the Keep-Alive field of Node.js",
			Source: "measured: Node 20.20", Fields: []string{`keep-alive: ^timeout=(5|72)$`}, Without: []string{"server", "x-powered-by"}, Platform: true},
	}
}
