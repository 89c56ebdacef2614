import { silent, health } from '../../../../lib/pages.js';

export default health(silent);
