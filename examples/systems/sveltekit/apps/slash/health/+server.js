export { health as GET } from '$lib/tasks.js';
export const trailingSlash = 'always';
