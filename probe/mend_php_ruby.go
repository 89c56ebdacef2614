package probe

// phpRubyMends are for Laravel 12, Symfony 7, Slim 4, Rails 8 and Sinatra 4.
var phpRubyMends = []Mend{
	{"missing-handler", "", "Laravel", `Route::put('/tasks/{id}', [TaskController::class, 'update']);`},
	{"missing-handler", "", "Symfony", `#[Route('/tasks/{id}', methods: ['PUT'])]
public function replace(int $id, Request $request): Response`},
	{"missing-handler", "", "Slim", `$app->put('/tasks/{id}', ReplaceTask::class);`},
	{"missing-handler", "", "Rails", `# config/routes.rb
put "/tasks/:id", to: "tasks#update"`},
	{"missing-handler", "", "Sinatra", `put "/tasks/:id" do … end`},

	{"router-404", "", "Rails", `# config/routes.rb, after the resources
match "/tasks/:id", via: :all, to: ->(env) { [405, { "allow" => "GET, HEAD, PUT" }, []] }`},
	{"router-404", "", "Sinatra", `%i[post patch delete].each do |verb|           # what the path does not have
  send(verb, "/tasks/:id") { halt 405, { "allow" => "GET, HEAD, PUT" }, "" }
end`},

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
	{"method-override", "", "Rails", `# config/application.rb
config.middleware.delete Rack::MethodOverride`},
	{"method-override", "", "Slim", `// remove: $app->add(new MethodOverrideMiddleware());`},
}
