export { listTasks as GET, createTask as POST } from '../../../../lib/handlers.js';
