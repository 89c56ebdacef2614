export { health as GET } from '$lib/tasks.js';
