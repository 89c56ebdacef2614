import { shared } from '../../config.mjs';

export default { ...shared, output: 'export' };
