export * from '../../../correct/app/health/route.js';
