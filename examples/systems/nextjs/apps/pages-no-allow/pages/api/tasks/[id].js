import { silent, item } from '../../../../../lib/pages.js';

export default item(silent);
