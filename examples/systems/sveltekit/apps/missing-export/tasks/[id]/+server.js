export { read as GET, remove as DELETE } from '$lib/tasks.js';
