import { accurate, health } from '../../../../lib/pages.js';

export default health(accurate);
