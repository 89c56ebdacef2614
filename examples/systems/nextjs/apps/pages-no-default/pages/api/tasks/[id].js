import { accurate, item } from '../../../../../lib/pages.js';

export default item(accurate);
