export { health as GET } from '../../../../lib/handlers.js';
