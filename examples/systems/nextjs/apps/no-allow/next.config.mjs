export { shared as default } from '../../config.mjs';
