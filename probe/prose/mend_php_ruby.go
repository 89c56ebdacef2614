package prose

// phpRubyMends are for Laravel 12, Symfony 7, Slim 4, Rails 8 and Sinatra 4.
var phpRubyMends = []Mend{
	{"missing-handler", "", "Laravel", `Route::put('/tasks/{id}', [TaskController::class, 'update']);`},
	{"missing-handler", "", "Symfony", `#[Route('/tasks/{id}', methods: ['PUT'])]
public function replace(int $id, Request $request): Response`},
	{"missing-handler", "", "Slim", `$app->put('/tasks/{id}', ReplaceTask::class);`},
	{"missing-handler", "", "Rails", `# config/routes.rb
put "/tasks/:id", to: "tasks#update"`},
	{"missing-handler", "", "Sinatra", `put "/tasks/:id" do … end`},

	{"router-404", "", "Symfony", `// in the listener of kernel.exception: the exception knows 405 and Allow
$event->setResponse(new JsonResponse(['error' => $e->getMessage()], $e->getStatusCode(), $e->getHeaders()));`},
	{"router-404", "", "Laravel", `// bootstrap/app.php: what makes 404 of it goes, and this comes in its place
->withExceptions(fn (Exceptions $exceptions) => $exceptions->render(fn (MethodNotAllowedHttpException $e) =>
    response()->json(['error' => $e->getMessage()], 405, $e->getHeaders())))`},
	{"router-404", "", "Rails", `# config/routes.rb, after the resources
match "/tasks/:id", via: :all, to: ->(env) { [405, { "allow" => "GET, HEAD, PUT" }, []] }`},
	{"catch-all", "page", "Sinatra", `get "/app/*" do … end                        # not "/*", which takes every path`},
	{"method-override", "", "Sinatra", `disable :method_override`},
	{"allow-pasted", "", "Sinatra", `# in place of options "*": each path with its own methods
options("/tasks") { headers "Allow" => "GET, HEAD, POST, OPTIONS"; 204 }`},
	{"router-404", "", "Sinatra", `%i[post patch delete].each do |verb|           # what the path does not have
  send(verb, "/tasks/:id") { halt 405, { "allow" => "GET, HEAD, PUT" }, "" }
end`},

	{"allow-not-sent", "", "Symfony", `// in the listener of kernel.exception: Allow is one of the exception's fields
$event->setResponse(new JsonResponse(['error' => $e->getMessage()], $e->getStatusCode(), $e->getHeaders()));`},
	{"allow-not-sent", "", "Laravel", `// bootstrap/app.php: Allow is one of the exception's fields
->withExceptions(fn (Exceptions $exceptions) => $exceptions->render(fn (MethodNotAllowedHttpException $e) =>
    response()->json(['error' => $e->getMessage()], 405, $e->getHeaders())))`},

	{"undeclared-handler", "any", "Symfony", `#[Route('/health', methods: ['GET'])]     // without methods, a route takes them all
public function health(): Response`},
	{"undeclared-handler", "any", "Laravel", `Route::get('/health', HealthController::class);     // not Route::any`},

	{"unknown-path-405", "", "Laravel", `// routes/api.php: without Route::fallback, which is a route of GET only, so that every path is there
// bootstrap/app.php
->withExceptions(fn (Exceptions $exceptions) => $exceptions->render(fn (NotFoundHttpException $e) =>
    response()->json(['error' => 'not found'], 404)))`},

	{"redirect", "slash", "Symfony", `#[Route('/tasks', methods: ['GET'])]     // as the contract has it, not '/tasks/'`},

	{"preflight-trap", "", "Symfony", `# config/packages/nelmio_cors.yaml, in place of the route for OPTIONS: composer require nelmio/cors-bundle
nelmio_cors:
    paths:
        '^/': { allow_origin: ['https://app.example.com'], allow_methods: [GET, POST, PUT, DELETE] }`},
	{"preflight-trap", "", "Laravel", `// routes/api.php: without Route::options('/{any}', …); Laravel answers preflights before routing:
// php artisan config:publish cors, and name paths and methods in config/cors.php`},
	{"preflight-trap", "", "Slim", `// in place of $app->options('/{routes:.+}', …); added last, so that it runs before the router
$app->add(function ($request, $handler) use ($app) {
    if ($request->getMethod() !== 'OPTIONS') { return $handler->handle($request); }
    return $app->getResponseFactory()->createResponse(204)
        ->withHeader('Access-Control-Allow-Methods', 'GET, POST, PUT, DELETE');
});`},

	{"permission", "csrf", "Rails", `class TasksController < ActionController::API   # not ActionController::Base`},
	{"permission", "csrf", "Laravel", `// routes/api.php has no CSRF check, routes/web.php has
Route::apiResource('tasks', TaskController::class);`},

	{"method-override", "", "Symfony", `# config/packages/framework.yaml, from Symfony 7.4 on
framework:
    allowed_http_method_override: []`},
	{"method-override", "", "Laravel", `// app/Providers/AppServiceProvider.php, boot(), with symfony/http-foundation 7.4 or later
\Symfony\Component\HttpFoundation\Request::setAllowedHttpMethodOverride([]);`},
	{"method-override", "", "Rails", `# config/application.rb
config.middleware.delete Rack::MethodOverride`},
	{"method-override", "", "Slim", `// remove: $app->add(new MethodOverrideMiddleware());`},
}
