// The tasks, in memory.
import { Injectable } from '@nestjs/common';
import { Refused } from './errors.js';

export type Task = { id: number; title: string; done: boolean };

@Injectable()
export class Store {
  private readonly tasks = new Map<number, Task>([
    [1, { id: 1, title: 'Buy milk', done: false }],
    [2, { id: 2, title: 'Call the plumber', done: true }],
  ]);
  private last = 2;

  all(): Task[] {
    return [...this.tasks.values()];
  }

  known(id: string): Task {
    const task = this.tasks.get(Number(id));
    if (!task) throw new Refused(404, 'no such task');
    return task;
  }

  add(body?: Partial<Task>): Task {
    const task = this.write(this.last + 1, body);
    this.last = task.id;
    return task;
  }

  write(id: number, body?: Partial<Task>): Task {
    if (typeof body?.title !== 'string' || body.title === '') throw new Refused(422, 'a task needs a title');
    const task = { id, title: body.title, done: Boolean(body.done) };
    this.tasks.set(id, task);
    return task;
  }

  remove(id: string) {
    this.tasks.delete(this.known(id).id);
  }
}
