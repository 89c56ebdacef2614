import { accurate, collection } from '../../../../../lib/pages.js';

export default collection(accurate);
