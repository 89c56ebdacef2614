// The tasks service on Fastify. One variant is correct, the others each make one mistake.
'use strict';

const cors = require('@fastify/cors');
const fastify = require('fastify');

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY', 'TRACE'];
const variants = ['correct', 'naive', 'not-found-405', 'late-refusal', 'cors'];

function addTasks(app) {
  const tasks = new Map([
    [1, { id: 1, title: 'Buy milk', done: false }],
    [2, { id: 2, title: 'Call the plumber', done: true }],
  ]);
  let last = 2;

  // problem is thrown, so that the handler of errors gives every refusal the same form.
  const problem = (statusCode, message) => Object.assign(new Error(message), { statusCode });
  const known = (request) => {
    const task = tasks.get(Number(request.params.id));
    if (!task) throw problem(404, 'no such task');
    return task;
  };
  const write = (id, body) => {
    if (typeof body?.title !== 'string' || body.title === '') throw problem(422, 'a task needs a title');
    const task = { id, title: body.title, done: Boolean(body.done) };
    tasks.set(id, task);
    return task;
  };

  app.get('/tasks', async () => [...tasks.values()]);
  app.post('/tasks', async (request, reply) => {
    const task = write(last + 1, request.body);
    last = task.id;
    return reply.code(201).header('Location', `/tasks/${task.id}`).send(task);
  });
  app.get('/tasks/:id', async (request) => known(request));
  app.put('/tasks/:id', async (request) => write(known(request).id, request.body));
  app.delete('/tasks/:id', async (request, reply) => {
    tasks.delete(known(request).id);
    return reply.code(204).send();
  });
  app.get('/health', async () => ({ status: 'ok' }));
}

// refuse routes every other method of the path to a 405 that says what is allowed. It answers in
// the given hook: onRequest comes before the body is read, a handler after it.
function refuse(app, url, allowed, early) {
  const answer = async (request, reply) => {
    reply.header('Allow', [...allowed, 'OPTIONS'].join(', '));
    if (request.method === 'OPTIONS') return reply.code(204).send();
    return reply.code(405).send({ error: 'method not allowed' });
  };
  app.route({
    url,
    method: methods.filter((method) => !allowed.includes(method)),
    onRequest: early ? answer : undefined,
    handler: answer,
  });
}

async function build(variant) {
  const app = fastify();
  app.setErrorHandler((error, request, reply) => reply.code(error.statusCode ?? 500).send({ error: error.message }));
  if (variant === 'cors') await app.register(cors, { methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'] });
  if (variant === 'not-found-405') {
    app.setNotFoundHandler((request, reply) => reply.code(405).send({ error: 'method not allowed' }));
  }
  addTasks(app);
  if (['correct', 'late-refusal', 'cors'].includes(variant)) {
    const early = variant !== 'late-refusal';
    refuse(app, '/tasks', ['GET', 'HEAD', 'POST'], early);
    refuse(app, '/tasks/:id', ['GET', 'HEAD', 'PUT', 'DELETE'], early);
    refuse(app, '/health', ['GET', 'HEAD'], early);
  }
  return app;
}

async function main([variant, port]) {
  if (!variants.includes(variant)) {
    console.error(`no variant ${variant}; there are ${variants.join(', ')}`);
    process.exit(2);
  }
  const app = await build(variant);
  await app.listen({ host: '127.0.0.1', port: Number(port) });
}

main(process.argv.slice(2));
