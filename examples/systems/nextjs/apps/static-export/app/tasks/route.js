export { listTasks as GET } from '../../../../lib/handlers.js';

// The list as it is at the build. An export can hold nothing that answers POST, nor a task by its id.
export const dynamic = 'force-static';
