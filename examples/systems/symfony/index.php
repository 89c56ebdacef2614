<?php
// The tasks on Symfony. VARIANT is correct, or it names one mistake.

declare(strict_types=1);

use Symfony\Component\HttpFoundation\Request;

require 'Symfony/Bundle/FrameworkBundle/autoload.php';
require 'Symfony/Bundle/SecurityBundle/autoload.php';
require __DIR__ . '/../slim/tasks.php';
require __DIR__ . '/controllers.php';
require __DIR__ . '/listeners.php';
require __DIR__ . '/kernel.php';

$variant = getenv('VARIANT');
if ($variant !== 'override') {
    unset($_SERVER['HTTP_X_HTTP_METHOD_OVERRIDE']); // 7.4 has allowed_http_method_override for this
} elseif ($_SERVER['REQUEST_METHOD'] === 'PATCH' && str_starts_with($_SERVER['REQUEST_URI'], '/tasks/')) {
    // Stands where a proxy would that lets only some methods in. The app has a PATCH all the same.
    http_response_code(405);
    header('Allow: GET, HEAD, PUT, DELETE');
    exit;
}

$kernel = new TasksKernel($variant);
$request = Request::createFromGlobals();
$response = $kernel->handle($request);
$response->send();
$kernel->terminate($request, $response);
