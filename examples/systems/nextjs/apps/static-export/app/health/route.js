export { health as GET } from '../../../../lib/handlers.js';

export const dynamic = 'force-static';
