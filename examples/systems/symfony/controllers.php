<?php

declare(strict_types=1);

use Symfony\Component\HttpFoundation\JsonResponse;
use Symfony\Component\HttpFoundation\Request;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\HttpKernel\Exception\BadRequestHttpException;
use Symfony\Component\HttpKernel\Exception\NotFoundHttpException;
use Symfony\Component\HttpKernel\Exception\UnprocessableEntityHttpException;

// The actions; which method of which path calls them is said in kernel.php.
class TaskController
{
    private Tasks $tasks;

    public function __construct()
    {
        $this->tasks = new Tasks(getenv('TASKS'));
    }

    public function list(): Response
    {
        return new JsonResponse($this->tasks->list());
    }

    public function create(Request $request): Response
    {
        $task = $this->tasks->create($this->fields($request));
        return new JsonResponse($task, 201, ['Location' => "/tasks/{$task['id']}"]);
    }

    public function read(string $id): Response
    {
        return new JsonResponse($this->tasks->read($id) ?? throw new NotFoundHttpException('no such task'));
    }

    public function replace(string $id, Request $request): Response
    {
        $task = $this->tasks->replace($id, $this->fields($request));
        return new JsonResponse($task ?? throw new NotFoundHttpException('no such task'));
    }

    public function done(string $id): Response
    {
        $task = $this->tasks->read($id) ?? throw new NotFoundHttpException('no such task');
        return new JsonResponse($this->tasks->replace($id, ['done' => true] + $task));
    }

    public function remove(string $id): Response
    {
        return $this->tasks->remove($id) ? new Response(null, 204) : throw new NotFoundHttpException('no such task');
    }

    private function fields(Request $request): array
    {
        $body = json_decode($request->getContent(), true);
        if (!is_array($body)) {
            throw new BadRequestHttpException('the content is not JSON of a task');
        }
        if (!is_string($body['title'] ?? null) || $body['title'] === '') {
            throw new UnprocessableEntityHttpException('a task needs a title');
        }
        return ['title' => $body['title'], 'done' => ($body['done'] ?? false) === true];
    }
}

class HealthController
{
    public function show(): Response
    {
        return new JsonResponse(['status' => 'ok']);
    }

    // For preflight requests.
    public function preflight(): Response
    {
        return new Response(null, 204);
    }
}
