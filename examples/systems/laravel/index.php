<?php
// The tasks on Laravel. VARIANT is correct, or it names one mistake.

declare(strict_types=1);

use Illuminate\Contracts\Debug\ExceptionHandler;
use Illuminate\Contracts\Http\Kernel;
use Illuminate\Foundation\Application;
use Illuminate\Http\Request;

require 'Illuminate/autoload.php';
require __DIR__ . '/../slim/tasks.php';
require __DIR__ . '/controllers.php';
require __DIR__ . '/kernel.php';

if (getenv('VARIANT') !== 'spoofing') {
    // Symfony 7.4 has setAllowedHttpMethodOverride for this.
    unset($_SERVER['HTTP_X_HTTP_METHOD_OVERRIDE'], $_GET['_method'], $_POST['_method']);
} elseif ($_SERVER['REQUEST_METHOD'] === 'PATCH' && str_starts_with($_SERVER['REQUEST_URI'], '/tasks/')) {
    // Stands where a proxy would that lets only some methods in. The app has a PATCH all the same.
    http_response_code(405);
    header('Allow: GET, HEAD, PUT, DELETE');
    exit;
}

$app = new Application(getenv('RUN'));
$app->singleton(Kernel::class, TasksKernel::class);
$app->singleton(ExceptionHandler::class, TasksErrors::class);

$kernel = $app->make(Kernel::class);
$request = Request::capture();
$response = $kernel->handle($request);
$response->send();
$kernel->terminate($request, $response);
