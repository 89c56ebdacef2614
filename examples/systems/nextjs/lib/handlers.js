// Handlers for the App Router.
import { add, all, known, Refused, remove, replace } from './tasks.js';

export const listTasks = () => Response.json(all());

export const createTask = answering(async (request) => {
  const task = add(await json(request));
  return Response.json(task, { status: 201, headers: { Location: `/tasks/${task.id}` } });
});

export const readTask = answering(async (request, { params }) => Response.json(known((await params).id)));

export const replaceTask = answering(async (request, { params }) => {
  const { id } = await params;
  known(id);
  return Response.json(replace(id, await json(request)));
});

export const removeTask = answering(async (request, { params }) => {
  remove((await params).id);
  return new Response(null, { status: 204 });
});

export const health = () => Response.json({ status: 'ok' });

// refusal is what Next.js does not do of itself: a 405 that says what is allowed.
export function refusal(allow) {
  return () => Response.json({ error: 'method not allowed' }, { status: 405, headers: { Allow: allow } });
}

// options stands in for the answer that Next.js makes of the exports, which would list the refusals too.
export function options(allow) {
  return () => new Response(null, { status: 204, headers: { Allow: allow } });
}

function answering(handler) {
  return async (request, context) => {
    try {
      return await handler(request, context);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return Response.json({ error: error.message }, { status: error.status });
    }
  };
}

async function json(request) {
  try {
    return await request.json();
  } catch {
    throw new Refused(400, 'the content is not JSON');
  }
}
