export * from '../../../correct/app/tasks/route.js';
