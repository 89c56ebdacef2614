import { options, refusal } from '../../../../lib/handlers.js';

export { listTasks as GET, createTask as POST } from '../../../../lib/handlers.js';

const allow = 'GET, HEAD, POST, OPTIONS';
const refuse = refusal(allow);
export { refuse as PUT, refuse as PATCH, refuse as DELETE };
export const OPTIONS = options(allow);
