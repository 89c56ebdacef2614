// The controllers that serve the tasks.
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Req, Res } from '@nestjs/common';
import { Store } from './store.js';
import type { Task } from './store.js';

type Reply = { location(path: string): void };

@Controller('tasks')
export class CollectionController {
  constructor(@Inject(Store) private readonly store: Store) {}

  @Get()
  list() {
    return this.store.all();
  }

  @Post()
  create(@Body() body: Partial<Task>, @Res({ passthrough: true }) reply: Reply) {
    const task = this.store.add(body);
    reply.location(`/tasks/${task.id}`);
    return task;
  }
}

@Controller('tasks/:id')
export class ItemController {
  constructor(@Inject(Store) private readonly store: Store) {}

  @Get()
  read(@Param('id') id: string) {
    return this.store.known(id);
  }

  @Put()
  replace(@Param('id') id: string, @Body() body: Partial<Task>) {
    return this.store.write(this.store.known(id).id, body);
  }

  @Delete()
  @HttpCode(204)
  remove(@Param('id') id: string) {
    this.store.remove(id);
  }
}

@Controller('health')
export class HealthController {
  @Get()
  read() {
    return { status: 'ok' };
  }
}

// StackedController has two decorators on one method. Only the upper one counts.
@Controller('tasks')
export class StackedController {
  constructor(@Inject(Store) private readonly store: Store) {}

  @Get()
  @Post()
  listOrCreate(@Req() request: { method: string }, @Body() body: Partial<Task>) {
    return request.method === 'POST' ? this.store.add(body) : this.store.all();
  }
}
