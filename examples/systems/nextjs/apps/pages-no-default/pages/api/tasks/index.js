import { collection } from '../../../../../lib/pages.js';

// Nothing follows the last case: a method that has none is never answered.
export default collection();
