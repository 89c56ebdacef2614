// The tasks service on Hono. One variant is correct, the others each make one mistake.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { methodOverride } from 'hono/method-override';

const variants = ['correct', 'naive', 'cors', 'override', 'not-found-page'];
const refusing = ['correct', 'cors', 'override'];

function addTasks(app) {
  const tasks = new Map([
    [1, { id: 1, title: 'Buy milk', done: false }],
    [2, { id: 2, title: 'Call the plumber', done: true }],
  ]);
  let last = 2;

  const missing = (c) => c.json({ error: 'no such task' }, 404);
  const known = (c) => tasks.get(Number(c.req.param('id')));
  // written stores the content of the request under the id and answers for it.
  const written = async (c, id, status, headers) => {
    const body = await c.req.json().catch(() => undefined);
    if (body === undefined) return c.json({ error: 'the content is not JSON' }, 400);
    if (typeof body?.title !== 'string' || body.title === '') return c.json({ error: 'a task needs a title' }, 422);
    const task = { id, title: body.title, done: Boolean(body.done) };
    tasks.set(id, task);
    last = Math.max(last, id);
    return c.json(task, status, headers);
  };

  app.get('/tasks', (c) => c.json([...tasks.values()]));
  app.post('/tasks', (c) => written(c, last + 1, 201, { Location: `/tasks/${last + 1}` }));
  app.get('/tasks/:id', (c) => (known(c) ? c.json(known(c)) : missing(c)));
  app.put('/tasks/:id', (c) => (known(c) ? written(c, known(c).id, 200) : missing(c)));
  app.delete('/tasks/:id', (c) => {
    if (!known(c)) return missing(c);
    tasks.delete(known(c).id);
    return c.body(null, 204);
  });
  app.get('/health', (c) => c.json({ status: 'ok' }));
}

function refuse(app, path, allow) {
  app.all(path, (c) => {
    c.header('Allow', allow);
    return c.req.method === 'OPTIONS' ? c.body(null, 204) : c.json({ error: 'method not allowed' }, 405);
  });
}

function build(variant) {
  const app = new Hono();
  if (variant === 'cors') app.use(cors());
  if (variant === 'override') app.use(methodOverride({ app, header: 'X-HTTP-Method-Override' }));
  addTasks(app);
  if (refusing.includes(variant)) {
    refuse(app, '/tasks', 'GET, HEAD, POST, OPTIONS');
    refuse(app, '/tasks/:id', 'GET, HEAD, PUT, DELETE, OPTIONS');
    refuse(app, '/health', 'GET, HEAD, OPTIONS');
  }
  if (variant === 'not-found-page') app.notFound((c) => c.html('<!doctype html><title>Tasks</title><p>Nothing here.', 200));
  return app;
}

const [variant, port] = process.argv.slice(2);
if (!variants.includes(variant)) {
  console.error(`no variant ${variant}; there are ${variants.join(', ')}`);
  process.exit(2);
}
serve({ fetch: build(variant).fetch, hostname: '127.0.0.1', port: Number(port) });
