import { options, refusal } from '../../../../../lib/handlers.js';

export { readTask as GET, replaceTask as PUT, removeTask as DELETE } from '../../../../../lib/handlers.js';

const allow = 'GET, HEAD, PUT, DELETE, OPTIONS';
const refuse = refusal(allow);
export { refuse as POST, refuse as PATCH };
export const OPTIONS = options(allow);
