export { read as GET, replace as PUT, remove as DELETE } from '$lib/tasks.js';
