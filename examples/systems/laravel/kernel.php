<?php

declare(strict_types=1);

use Illuminate\Config\Repository;
use Illuminate\Contracts\Foundation\Application;
use Illuminate\Cookie\CookieServiceProvider;
use Illuminate\Cookie\Middleware\EncryptCookies;
use Illuminate\Encryption\EncryptionServiceProvider;
use Illuminate\Filesystem\FilesystemServiceProvider;
use Illuminate\Foundation\Bootstrap;
use Illuminate\Foundation\Exceptions\Handler;
use Illuminate\Foundation\Http\Kernel;
use Illuminate\Foundation\Http\Middleware\VerifyCsrfToken;
use Illuminate\Foundation\Providers\FoundationServiceProvider;
use Illuminate\Foundation\Support\Providers\RouteServiceProvider;
use Illuminate\Session\Middleware\StartSession;
use Illuminate\Session\SessionServiceProvider;
use Illuminate\Translation\TranslationServiceProvider;
use Illuminate\View\ViewServiceProvider;
use Symfony\Component\HttpKernel\Exception\MethodNotAllowedHttpException;
use Symfony\Component\HttpKernel\Exception\NotFoundHttpException;

// What stands in config/.
class TasksConfiguration
{
    public function bootstrap(Application $app): void
    {
        $app->instance('config', new Repository([
            'app' => [
                'name' => 'tasks', 'env' => 'production', 'debug' => false,
                'locale' => 'en', 'fallback_locale' => 'en', 'key' => str_repeat('k', 32), 'cipher' => 'AES-256-CBC',
                'providers' => [
                    CookieServiceProvider::class, EncryptionServiceProvider::class, FilesystemServiceProvider::class,
                    FoundationServiceProvider::class, SessionServiceProvider::class, TranslationServiceProvider::class,
                    ViewServiceProvider::class, TasksRoutes::class,
                ],
            ],
            'session' => [
                'driver' => 'array', 'cookie' => 'laravel_session', 'lifetime' => 120, 'expire_on_close' => false, 'path' => '/',
                'domain' => null, 'secure' => false, 'http_only' => true, 'same_site' => 'lax', 'lottery' => [0, 100],
            ],
            'view' => ['paths' => [], 'compiled' => getenv('RUN') . '/views'],
            'logging' => ['default' => 'errors', 'channels' => ['errors' => ['driver' => 'errorlog', 'level' => 'error']]],
        ]));
        $app->detectEnvironment(fn() => 'production');
    }
}

class TasksRoutes extends RouteServiceProvider
{
    public function map(): void
    {
        require __DIR__ . '/routes.php';
    }
}

class TasksKernel extends Kernel
{
    protected $bootstrappers = [
        TasksConfiguration::class, Bootstrap\HandleExceptions::class, Bootstrap\RegisterFacades::class,
        Bootstrap\RegisterProviders::class, Bootstrap\BootProviders::class,
    ];

    protected $middlewareGroups = ['web' => [EncryptCookies::class, StartSession::class, VerifyCsrfToken::class]];

    protected function bootstrappers()
    {
        if (getenv('VARIANT') === 'cors') {
            $this->middleware = [AllowEveryOrigin::class];
        }
        return $this->bootstrappers;
    }
}

// Answers every OPTIONS before anything is routed, and adds its fields to all other answers.
class AllowEveryOrigin
{
    public function handle($request, Closure $next)
    {
        $response = $request->isMethod('OPTIONS') ? response('', 204) : $next($request);
        $response->headers->add([
            'Access-Control-Allow-Origin' => '*',
            'Access-Control-Allow-Methods' => 'GET, POST, PUT, PATCH, DELETE, OPTIONS',
            'Access-Control-Allow-Headers' => 'Content-Type, Authorization',
        ]);
        return $response;
    }
}

// What stands in app/Exceptions/Handler.php.
class TasksErrors extends Handler
{
    public function register()
    {
        switch (getenv('VARIANT')) {
            case 'no-allow':
                $this->renderable(fn(MethodNotAllowedHttpException $e) => response()->json(['error' => 'method not allowed'], 405));
                break;
            case 'error-404':
                $this->renderable(fn(MethodNotAllowedHttpException $e) => response()->json(['error' => 'not found'], 404));
                $this->renderable(fn(NotFoundHttpException $e) => response()->json(['error' => 'not found'], 404));
        }
    }
}
