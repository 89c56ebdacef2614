<?php

declare(strict_types=1);

use Illuminate\Support\Facades\Route;

// What stands in routes/api.php, or for csrf in routes/web.php.
$variant = getenv('VARIANT');
$health = fn() => response()->json(['status' => 'ok']);

Route::group(['middleware' => $variant === 'csrf' ? 'web' : []], function () use ($variant, $health) {
    if ($variant === 'resource') {
        Route::apiResource('tasks', TaskController::class)->parameters(['tasks' => 'id']);
    } else {
        Route::get('/tasks', [TaskController::class, 'index']);
        Route::post('/tasks', [TaskController::class, 'store']);
        Route::get('/tasks/{id}', [TaskController::class, 'show']);
        if ($variant === 'any') {
            // Of two routes for the same method and path the later one counts.
            Route::any('/tasks/{id}', [TaskController::class, 'show']);
        }
        if ($variant !== 'missing-handler') {
            Route::put('/tasks/{id}', [TaskController::class, 'update']);
        }
        Route::delete('/tasks/{id}', [TaskController::class, 'destroy']);
    }
    if ($variant === 'spoofing') {
        Route::patch('/tasks/{id}', [TaskController::class, 'done']);
    }
    $variant === 'any' ? Route::any('/health', $health) : Route::get('/health', $health);
});
if ($variant === 'fallback') {
    // It is a route of GET and HEAD only: for other methods every path is there from now on.
    Route::fallback(fn() => response()->json(['error' => 'not found'], 404));
}
