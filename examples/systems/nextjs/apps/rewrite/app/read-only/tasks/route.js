export { listTasks as GET } from '../../../../../lib/handlers.js';
