export { readTask as GET } from '../../../../../../lib/handlers.js';
