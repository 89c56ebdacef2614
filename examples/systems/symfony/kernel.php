<?php

declare(strict_types=1);

use Symfony\Bundle\FrameworkBundle\FrameworkBundle;
use Symfony\Bundle\FrameworkBundle\Kernel\MicroKernelTrait;
use Symfony\Bundle\SecurityBundle\SecurityBundle;
use Symfony\Component\DependencyInjection\Loader\Configurator\ContainerConfigurator;
use Symfony\Component\HttpKernel\Kernel;
use Symfony\Component\Routing\Loader\Configurator\RoutingConfigurator;

// The whole application: its bundles, its configuration and its routes.
class TasksKernel extends Kernel
{
    use MicroKernelTrait;

    public function __construct(private string $variant)
    {
        parent::__construct('prod', false);
    }

    public function registerBundles(): iterable
    {
        yield new FrameworkBundle();
        if ($this->variant === 'firewall') {
            yield new SecurityBundle();
        }
    }

    public function getProjectDir(): string
    {
        return __DIR__;
    }

    public function getCacheDir(): string
    {
        return getenv('RUN') . '/cache';
    }

    public function getLogDir(): string
    {
        return getenv('RUN') . '/log';
    }

    private function configureContainer(ContainerConfigurator $container): void
    {
        $container->extension('framework', ['secret' => 'loopback only', 'router' => ['utf8' => true], 'http_method_override' => false]);
        if ($this->variant === 'firewall') {
            $container->extension('security', [
                'enable_authenticator_manager' => true,
                'password_hashers' => ['Symfony\Component\Security\Core\User\InMemoryUser' => 'plaintext'],
                'providers' => ['users' => ['memory' => ['users' => ['ada' => ['password' => 'ada', 'roles' => ['ROLE_USER']]]]]],
                'firewalls' => ['main' => ['stateless' => true, 'http_basic' => ['realm' => 'tasks']]],
                'access_control' => [['path' => '^/', 'roles' => 'ROLE_USER']],
            ]);
        }
        $services = $container->services();
        $services->set(ErrorListener::class, ErrorListener::class)->args([$this->variant])->tag('kernel.event_listener', ['event' => 'kernel.exception']);
        if ($this->variant === 'cors') {
            $services->set(CorsListener::class, CorsListener::class)->tag('kernel.event_listener', ['event' => 'kernel.request', 'priority' => 9999]);
        }
    }

    private function configureRoutes(RoutingConfigurator $routes): void
    {
        $on = fn(string $name, string $path, string $action, string ...$methods) => $routes->add($name, $path)
            ->controller([$name === 'health' ? HealthController::class : TaskController::class, $action])->methods($methods);
        $list = $this->variant === 'slash' ? '/tasks/' : '/tasks';
        if ($this->variant === 'swallowed') {
            // No methods, and before the POST: the first route that matches counts.
            $on('list', $list, 'list');
        } else {
            $on('list', $list, 'list', 'GET');
        }
        $on('create', $list, 'create', 'POST');
        if ($this->variant !== 'missing-handler') {
            $on('replace', '/tasks/{id}', 'replace', 'PUT');
        }
        $on('remove', '/tasks/{id}', 'remove', 'DELETE');
        if ($this->variant === 'override') {
            $on('done', '/tasks/{id}', 'done', 'PATCH');
        }
        if ($this->variant === 'no-methods') {
            $on('read', '/tasks/{id}', 'read');
            $on('health', '/health', 'show');
        } else {
            $on('read', '/tasks/{id}', 'read', 'GET');
            $on('health', '/health', 'show', 'GET');
        }
        if ($this->variant === 'options-route') {
            // For preflight requests: from now on every path exists.
            $routes->add('preflight', '/{path}')->controller([HealthController::class, 'preflight'])
                ->methods(['OPTIONS'])->requirements(['path' => '.*']);
        }
    }
}
