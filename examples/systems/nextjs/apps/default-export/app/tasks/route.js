import { createTask, listTasks } from '../../../../lib/handlers.js';

// The App Router looks for exports named after methods, and never calls the default one.
export default function handler(request, context) {
  return request.method === 'POST' ? createTask(request, context) : listTasks();
}
