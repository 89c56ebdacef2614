// The tasks service on Express 5. One variant is correct, the others each make one mistake.
'use strict';

const path = require('node:path');
const cors = require('cors');
const express = require('express');
const methodOverride = require('method-override');

// refusals answer a method that no handler of the path takes. A variant that is not listed
// here leaves such methods to Express, which says 404.
const refusals = {
  correct: accurate,
  'no-allow': () => (req, res) => res.status(405).json({ error: 'method not allowed' }),
  'pasted-allow': () => accurate('GET, HEAD, POST, PUT, DELETE, OPTIONS'),
  cors: accurate,
  'body-first': accurate,
  override: accurate,
  'method-gate': accurate,
};

const variants = ['naive', 'get-only', 'spa', ...Object.keys(refusals)];

function accurate(allow) {
  return (req, res) => {
    res.set('Allow', allow);
    if (req.method === 'OPTIONS') return res.status(204).end();
    res.status(405).json({ error: 'method not allowed' });
  };
}

function build(variant) {
  const tasks = new Map([
    [1, { id: 1, title: 'Buy milk', done: false }],
    [2, { id: 2, title: 'Call the plumber', done: true }],
  ]);
  let last = 2;

  const app = express();
  const json = express.json();
  if (variant === 'cors') app.use(cors());
  if (variant === 'body-first') app.use(json);
  if (variant === 'override') app.use(methodOverride('X-HTTP-Method-Override'));

  if (variant === 'method-gate') {
    // It has the methods of the whole API by heart, and nobody told it of PUT and DELETE.
    app.use((req, res, next) => {
      if (['GET', 'HEAD', 'POST', 'OPTIONS'].includes(req.method)) return next();
      res.status(405).json({ error: 'method not allowed' });
    });
  }

  const valid = (req, res, next) => {
    const body = req.body;
    if (body && typeof body.title === 'string' && body.title !== '') return next();
    res.status(422).json({ error: 'a task needs a title' });
  };
  const known = (req, res, next) => {
    req.task = tasks.get(Number(req.params.id));
    if (req.task) return next();
    res.status(404).json({ error: 'no such task' });
  };
  const write = (id, { title, done = false }) => {
    const task = { id, title, done: Boolean(done) };
    tasks.set(id, task);
    return task;
  };
  const refuse = (route, allow) => {
    const refusal = refusals[variant];
    if (refusal) route.all(refusal(allow));
  };

  const collection = app.route('/tasks').get((req, res) => res.json([...tasks.values()]));
  if (variant !== 'get-only') {
    collection.post(json, valid, (req, res) => {
      last += 1;
      const task = write(last, req.body);
      res.status(201).location(`/tasks/${task.id}`).json(task);
    });
  }
  refuse(collection, 'GET, HEAD, POST, OPTIONS');

  refuse(app.route('/tasks/:id')
    .get(known, (req, res) => res.json(req.task))
    .put(json, known, valid, (req, res) => res.json(write(req.task.id, req.body)))
    .delete(known, (req, res) => {
      tasks.delete(req.task.id);
      res.status(204).end();
    }), 'GET, HEAD, PUT, DELETE, OPTIONS');

  refuse(app.route('/health')
    .get((req, res) => res.json({ status: 'ok' })), 'GET, HEAD, OPTIONS');

  // app.use() takes every method, so the page also answers a DELETE that nobody handles.
  if (variant === 'spa') app.use((req, res) => res.status(200).sendFile(path.join(__dirname, 'index.html')));

  app.use((error, req, res, next) => {
    if (res.headersSent) return next(error);
    res.status(error.status || 500).json({ error: error.message });
  });
  return app;
}

const [variant, port] = process.argv.slice(2);
if (!variants.includes(variant)) {
  console.error(`no variant ${variant}; there are ${variants.join(', ')}`);
  process.exit(2);
}
build(variant).listen(Number(port), '127.0.0.1');
