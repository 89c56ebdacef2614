import { silent, collection } from '../../../../../lib/pages.js';

export default collection(silent);
