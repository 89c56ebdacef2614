export { readTask as GET, replaceTask as PUT, removeTask as DELETE } from '../../../../../lib/handlers.js';
