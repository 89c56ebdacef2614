export { pages as default } from '../../config.mjs';
