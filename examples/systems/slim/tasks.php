<?php

declare(strict_types=1);

// The tasks. PHP forgets everything between two requests, so they live in a file of the run.
class Tasks
{
    private const FIRST = [
        1 => ['id' => 1, 'title' => 'Buy milk', 'done' => false],
        2 => ['id' => 2, 'title' => 'Call the plumber', 'done' => true],
    ];

    public function __construct(private string $file)
    {
    }

    public function list(): array
    {
        return array_values($this->load()['tasks']);
    }

    public function read(string $id): ?array
    {
        return $this->load()['tasks'][$id] ?? null;
    }

    public function create(array $fields): array
    {
        $state = $this->load();
        $id = ++$state['last'];
        $state['tasks'][$id] = ['id' => $id] + $fields;
        $this->save($state);
        return $state['tasks'][$id];
    }

    public function replace(string $id, array $fields): ?array
    {
        $state = $this->load();
        if (!isset($state['tasks'][$id])) {
            return null;
        }
        $state['tasks'][$id] = ['id' => (int) $id] + $fields;
        $this->save($state);
        return $state['tasks'][$id];
    }

    public function remove(string $id): bool
    {
        $state = $this->load();
        $there = isset($state['tasks'][$id]);
        unset($state['tasks'][$id]);
        $this->save($state);
        return $there;
    }

    // The built-in server answers one request at a time: nobody writes in between.
    private function load(): array
    {
        return is_file($this->file)
            ? json_decode(file_get_contents($this->file), true)
            : ['last' => 2, 'tasks' => self::FIRST];
    }

    private function save(array $state): void
    {
        file_put_contents($this->file, json_encode($state));
    }
}
