<?php
// The tasks on Slim 3. VARIANT is correct, or it names one mistake.

declare(strict_types=1);

require 'Slim/autoload.php';
require __DIR__ . '/tasks.php';

$variant = getenv('VARIANT');
$tasks = new Tasks(getenv('TASKS'));
$app = new Slim\App();

if ($variant === 'override') {
    // Stands where a proxy would that lets only some methods in. The app has a PATCH all the same.
    if ($_SERVER['REQUEST_METHOD'] === 'PATCH' && str_starts_with($_SERVER['REQUEST_URI'], '/tasks/')) {
        http_response_code(405);
        header('Allow: GET, HEAD, PUT, DELETE');
        exit;
    }
    $app->patch('/tasks/{id}', function ($request, $response, $args) use ($tasks) {
        $task = $tasks->read($args['id']);
        return $task ? $response->withJson($tasks->replace($args['id'], ['done' => true] + $task)) : $response->withStatus(404);
    });
} else {
    // Slim 3 believes X-HTTP-Method-Override with every method, GET as well, and _METHOD in the
    // content of a POST. Nothing in its settings turns that off.
    $app->add(fn($request, $response, $next) => $next($request->withMethod($request->getOriginalMethod()), $response));
}

$read = function ($request, $response, $args) use ($tasks) {
    $task = $tasks->read($args['id']);
    return $task ? $response->withJson($task) : $response->withJson(['error' => 'no such task'], 404);
};
// Calls the handler with the task of the content, or says what is wrong with it.
$withTask = fn($handler) => function ($request, $response, $args) use ($handler) {
    $body = json_decode((string) $request->getBody(), true);
    if (!is_array($body)) {
        return $response->withJson(['error' => 'the content is not JSON of a task'], 400);
    }
    if (!is_string($body['title'] ?? null) || $body['title'] === '') {
        return $response->withJson(['error' => 'a task needs a title'], 422);
    }
    return $handler($response, ['title' => $body['title'], 'done' => ($body['done'] ?? false) === true], $args);
};

$app->get('/tasks', fn($request, $response) => $response->withJson($tasks->list()));
$app->post('/tasks', $withTask(function ($response, $fields) use ($tasks) {
    $task = $tasks->create($fields);
    return $response->withJson($task, 201)->withHeader('Location', "/tasks/{$task['id']}");
}));
$app->get('/tasks/{id}', $read);
$app->put('/tasks/{id}', $withTask(function ($response, $fields, $args) use ($tasks) {
    $task = $tasks->replace($args['id'], $fields);
    return $task ? $response->withJson($task) : $response->withJson(['error' => 'no such task'], 404);
}));
$app->delete('/tasks/{id}', fn($request, $response, $args) => $tasks->remove($args['id'])
    ? $response->withStatus(204)
    : $response->withJson(['error' => 'no such task'], 404));
$app->get('/health', fn($request, $response) => $response->withJson(['status' => 'ok']));

if (in_array($variant, ['options', 'options-cure'], true)) {
    // For preflight requests, as Slim's documentation had it: from now on every path exists.
    $app->options('/{routes:.+}', fn($request, $response) => $response);
}
if ($variant === 'options-cure') {
    // The cure from the same page: last of all, a route that turns the 405 into a 404.
    $app->map(['GET', 'POST', 'PUT', 'DELETE', 'PATCH'], '/{routes:.+}', fn($request, $response) =>
        $app->getContainer()->get('notFoundHandler')($request, $response));
}

$app->run();
