export * from '../../../../correct/app/tasks/[id]/route.js';
