/** `npm start`: installs what is missing, builds the playground and serves it on this machine. */
import { ensureDependencies, requireNode } from './install.mjs';
import { root } from './steps.mjs';

requireNode();
ensureDependencies();
const { build, preview } = await import('vite');
console.log('Building the playground …');
await build({ root, logLevel: 'warn' });
const server = await preview({ root, preview: { host: '127.0.0.1', port: 4173, strictPort: false } });
console.log(`Podyard is open at ${server.resolvedUrls?.local[0] ?? 'http://127.0.0.1:4173/'}`);
console.log('Press Ctrl-C to stop.');
