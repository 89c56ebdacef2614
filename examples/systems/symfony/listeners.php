<?php

declare(strict_types=1);

use Symfony\Component\HttpFoundation\JsonResponse;
use Symfony\Component\HttpFoundation\Response;
use Symfony\Component\HttpKernel\Event\ExceptionEvent;
use Symfony\Component\HttpKernel\Event\RequestEvent;
use Symfony\Component\HttpKernel\Exception\HttpExceptionInterface;

// Writes what the actions throw as JSON, and in some variants what the router throws too.
class ErrorListener
{
    public function __construct(private string $variant)
    {
    }

    public function __invoke(ExceptionEvent $event): void
    {
        $error = $event->getThrowable();
        if (!$error instanceof HttpExceptionInterface) {
            return;
        }
        if (dirname($error->getFile()) === __DIR__) {
            $event->setResponse($this->json($error, $error->getStatusCode(), $error->getHeaders()));
            return;
        }
        // From here on, the router's: no such path, or no such method.
        switch ($this->variant) {
            case 'no-allow':
                // $error->getHeaders() has the Allow.
                $event->setResponse($this->json($error, $error->getStatusCode(), []));
                break;
            case 'error-404':
                $event->setResponse($this->json($error, 404, []));
                break;
            case 'error-500':
                $event->setResponse($this->json($error, 500, []));
                break;
            case 'page':
                // Without this, Symfony puts the status of the exception back.
                $event->allowCustomResponseCode();
                $event->setResponse(new Response("<!doctype html>\n<title>Tasks</title>\n<div id=app></div>\n"));
        }
    }

    private function json(Throwable $error, int $status, array $fields): Response
    {
        return new JsonResponse(['error' => $error->getMessage()], $status, $fields);
    }
}

// Answers every OPTIONS before anything is routed.
class CorsListener
{
    public function __invoke(RequestEvent $event): void
    {
        if ($event->getRequest()->getMethod() === 'OPTIONS') {
            $event->setResponse(new Response(null, 204, [
                'Access-Control-Allow-Origin' => '*',
                'Access-Control-Allow-Methods' => 'GET, POST, PUT, PATCH, DELETE, OPTIONS',
                'Access-Control-Allow-Headers' => 'Content-Type, Authorization',
            ]));
        }
    }
}
