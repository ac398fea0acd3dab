// Runs the `main` of a TypeScript module in a process of its own, on every Node: run-child.mjs <module> [arguments].
import { createViteServer } from 'vitest/node';

const [, , program, ...args] = process.argv;
const conditions = ['@trunkline/source', 'module', 'node', 'development|production'];
const server = await createViteServer({
  configFile: false,
  logLevel: 'error',
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
});
const { main } = await server.ssrLoadModule(program);
await main(...args);
