export { health as fallback } from '$lib/tasks.js';
