// The tasks, in memory. A build gives every route a module of its own, so they hang on the
// global object, as they would in a database outside.
const state = (globalThis.tasks ??= {
  last: 2,
  tasks: new Map([
    [1, { id: 1, title: 'Buy milk', done: false }],
    [2, { id: 2, title: 'Call the plumber', done: true }],
  ]),
});

// Refused is an answer that the contract has for a request that cannot be carried out.
export class Refused extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

export function all() {
  return [...state.tasks.values()];
}

export function known(id) {
  const task = state.tasks.get(Number(id));
  if (!task) throw new Refused(404, 'no such task');
  return task;
}

export function add(body) {
  const task = write(state.last + 1, body);
  state.last = task.id;
  return task;
}

export function replace(id, body) {
  return write(known(id).id, body);
}

export function remove(id) {
  state.tasks.delete(known(id).id);
}

function write(id, body) {
  if (typeof body?.title !== 'string' || body.title === '') throw new Refused(422, 'a task needs a title');
  const task = { id, title: body.title, done: Boolean(body.done) };
  state.tasks.set(id, task);
  return task;
}
