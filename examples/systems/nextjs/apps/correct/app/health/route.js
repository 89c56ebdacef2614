import { options, refusal } from '../../../../lib/handlers.js';

export { health as GET } from '../../../../lib/handlers.js';

const allow = 'GET, HEAD, OPTIONS';
const refuse = refusal(allow);
export { refuse as POST, refuse as PUT, refuse as PATCH, refuse as DELETE };
export const OPTIONS = options(allow);
