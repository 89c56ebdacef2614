// The tasks service on Koa. One variant is correct, the others each make one mistake.
'use strict';

const Koa = require('koa');
const Router = require('@koa/router');
const { bodyParser } = require('@koa/bodyparser');

const variants = ['correct', 'no-allowed-methods', 'throw', 'body-first', 'get-only'];

function addTasks(router, variant) {
  const tasks = new Map([
    [1, { id: 1, title: 'Buy milk', done: false }],
    [2, { id: 2, title: 'Call the plumber', done: true }],
  ]);
  let last = 2;

  const known = (ctx) => tasks.get(Number(ctx.params.id)) ?? ctx.throw(404, 'no such task');
  const write = (ctx, id) => {
    const { title, done = false } = ctx.request.body ?? {};
    if (typeof title !== 'string' || title === '') ctx.throw(422, 'a task needs a title');
    const task = { id, title, done: Boolean(done) };
    tasks.set(id, task);
    return task;
  };
  // Where the parser stands before the router, it must not stand here again.
  const json = variant === 'body-first' ? (ctx, next) => next() : parser();

  router.get('/tasks', (ctx) => { ctx.body = [...tasks.values()]; });
  if (variant !== 'get-only') {
    router.post('/tasks', json, (ctx) => {
      ctx.body = write(ctx, last + 1);
      last = ctx.body.id;
      ctx.status = 201;
      ctx.set('Location', `/tasks/${last}`);
    });
  }
  router.get('/tasks/:id', (ctx) => { ctx.body = known(ctx); });
  router.put('/tasks/:id', json, (ctx) => { ctx.body = write(ctx, known(ctx).id); });
  router.delete('/tasks/:id', (ctx) => {
    tasks.delete(known(ctx).id);
    ctx.status = 204;
  });
  router.get('/health', (ctx) => { ctx.body = { status: 'ok' }; });
}

function parser() {
  return bodyParser({ enableTypes: ['json'] });
}

// asJSON gives the errors that handlers throw the form of the contract.
async function asJSON(ctx, next) {
  try {
    await next();
  } catch (error) {
    if (!(error.status < 500)) throw error;
    ctx.status = error.status;
    ctx.body = { error: error.message };
  }
}

function build(variant) {
  const app = new Koa();
  const router = new Router();
  addTasks(router, variant);
  app.use(asJSON);
  if (variant === 'body-first') app.use(parser());
  app.use(router.routes());
  if (variant !== 'no-allowed-methods') app.use(router.allowedMethods({ throw: variant === 'throw' }));
  return app;
}

const [variant, port] = process.argv.slice(2);
if (!variants.includes(variant)) {
  console.error(`no variant ${variant}; there are ${variants.join(', ')}`);
  process.exit(2);
}
build(variant).listen(Number(port), '127.0.0.1');
