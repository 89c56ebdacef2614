// The contract declares PUT as well.
export { readTask as GET, removeTask as DELETE } from '../../../../../lib/handlers.js';
