// What the configurations of all apps have in common.
export const root = import.meta.dirname;

// The apps share lib and node_modules, which are outside of them.
export const shared = { turbopack: { root }, outputFileTracingRoot: root };

// Pages are served below /api, and the contract has no such prefix.
export const pages = {
  ...shared,
  rewrites: async () => ['/tasks', '/tasks/:id', '/health'].map((source) => ({ source, destination: `/api${source}` })),
};
