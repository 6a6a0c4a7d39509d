/** `npm run bench -- [NAME…]`: bundles the benches and runs each in a process of its own. */
import { readdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { ensureDependencies, requireNode } from './install.mjs';
import { root } from './steps.mjs';
import { spawnSync } from 'node:child_process';

requireNode();
ensureDependencies();
const { build } = await import('vite');

const all = readdirSync(resolve(root, 'bench'))
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => basename(file, '.bench.ts'));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`There is no bench "${unknown[0]}". Benches: ${all.join(', ')}`);
  process.exit(2);
}
const names = wanted.length > 0 ? wanted : all;
const outDir = resolve(root, '.cache', 'bench');

// Bundled as a page would get it, and because some peers' packages only run bundled.
await build({
  root,
  configFile: false,
  logLevel: 'warn',
  ssr: { noExternal: true, external: ['@playwright/test', 'vite'] },
  build: {
    ssr: true,
    outDir,
    target: 'node20',
    minify: false,
    rollupOptions: {
      input: Object.fromEntries(names.map((name) => [name, resolve(root, 'bench', `${name}.bench.ts`)])),
      output: { entryFileNames: '[name].mjs' },
    },
  },
});

let failed = false;
for (const name of names) {
  console.log(`\n# ${name}`);
  const run = spawnSync(process.execPath, ['--expose-gc', resolve(outDir, `${name}.mjs`)], {
    stdio: 'inherit',
  });
  failed ||= run.status !== 0;
}
process.exitCode = failed ? 1 : 0;
