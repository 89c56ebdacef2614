<?php

declare(strict_types=1);

use Illuminate\Http\JsonResponse;
use Illuminate\Http\Request;
use Illuminate\Http\Response;

// The actions, by the names that apiResource has for them; the routes are in routes.php.
class TaskController
{
    private Tasks $tasks;

    public function __construct()
    {
        $this->tasks = new Tasks(getenv('TASKS'));
    }

    public function index(): JsonResponse
    {
        return response()->json($this->tasks->list());
    }

    public function store(Request $request): JsonResponse
    {
        return $this->withTask($request, function (array $fields) {
            $task = $this->tasks->create($fields);
            return response()->json($task, 201, ['Location' => "/tasks/{$task['id']}"]);
        });
    }

    public function show(string $id): JsonResponse
    {
        return $this->found($this->tasks->read($id));
    }

    public function update(Request $request, string $id): JsonResponse
    {
        return $this->withTask($request, fn(array $fields) => $this->found($this->tasks->replace($id, $fields)));
    }

    public function done(string $id): JsonResponse
    {
        $task = $this->tasks->read($id);
        return $this->found($task ? $this->tasks->replace($id, ['done' => true] + $task) : null);
    }

    public function destroy(string $id): Response|JsonResponse
    {
        return $this->tasks->remove($id) ? response()->noContent() : $this->found(null);
    }

    private function found(?array $task): JsonResponse
    {
        return $task ? response()->json($task) : response()->json(['error' => 'no such task'], 404);
    }

    // Calls the handler with the task of the content, or says what is wrong with it.
    private function withTask(Request $request, callable $handler): JsonResponse
    {
        $body = json_decode($request->getContent(), true);
        if (!is_array($body)) {
            return response()->json(['error' => 'the content is not JSON of a task'], 400);
        }
        if (!is_string($body['title'] ?? null) || $body['title'] === '') {
            return response()->json(['error' => 'a task needs a title'], 422);
        }
        return $handler(['title' => $body['title'], 'done' => ($body['done'] ?? false) === true]);
    }
}
