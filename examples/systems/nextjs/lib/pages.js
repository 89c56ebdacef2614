// Handlers for the Pages Router: one function for all methods of a path.
import { add, all, known, Refused, remove, replace } from './tasks.js';

export function collection(otherwise) {
  return answering((request, response) => {
    switch (request.method) {
      case 'GET':
      case 'HEAD':
        return response.json(all());
      case 'POST': {
        const task = add(request.body);
        return response.status(201).setHeader('Location', `/tasks/${task.id}`).json(task);
      }
      default:
        return otherwise?.(response, ['GET', 'HEAD', 'POST']);
    }
  });
}

export function item(otherwise) {
  return answering((request, response) => {
    const { id } = request.query;
    switch (request.method) {
      case 'GET':
      case 'HEAD':
        return response.json(known(id));
      case 'PUT':
        return response.json(replace(id, request.body));
      case 'DELETE':
        remove(id);
        return response.status(204).end();
      default:
        return otherwise?.(response, ['GET', 'HEAD', 'PUT', 'DELETE']);
    }
  });
}

export function health(otherwise) {
  return (request, response) => {
    if (request.method === 'GET' || request.method === 'HEAD') return response.json({ status: 'ok' });
    return otherwise?.(response, ['GET', 'HEAD']);
  };
}

// accurate says what is allowed; Next.js sends a list as one Allow field for each method.
export function accurate(response, allowed) {
  response.setHeader('Allow', allowed);
  return silent(response);
}

// silent forgets Allow.
export function silent(response) {
  return response.status(405).json({ error: 'method not allowed' });
}

function answering(handler) {
  return (request, response) => {
    try {
      return handler(request, response);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return response.status(error.status).json({ error: error.message });
    }
  };
}
