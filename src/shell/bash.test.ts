import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MemoryFiles } from '../engine/machine/file-tree.ts';
import { neverCancelled } from '../kubectl/index.ts';
import { noInput, Shell } from './index.ts';

/** What GNU bash printed: scripts/record-bash.mjs. */
const { files, cases } = JSON.parse(readFileSync(new URL('bash-cases.json', import.meta.url), 'utf8')) as {
  files: Record<string, string>;
  cases: { script: string; stdout: string; exitCode: number }[];
};

it.each(cases)('$script', async ({ script, stdout, exitCode }) => {
  const tree = new MemoryFiles();
  tree.makeFolder('/tmp');
  for (const [name, text] of Object.entries(files)) tree.write(`/root/${name}`, text, 0);
  const shell = new Shell(
    {
      transport: { send: () => Promise.reject(new Error('no server')) },
      machines: () => new Map([['controlplane', { name: 'controlplane', ip: '172.30.1.2', files: tree }]]),
      now: () => Date.UTC(2026, 0, 5, 9),
      sleep: () => new Promise((resolve) => setImmediate(resolve)),
      random: () => 0.5,
    },
    'controlplane',
  );
  let printed = '';
  let code = 0;
  for (const line of script.split('\n')) {
    code = await shell.run(line, {
      signal: neverCancelled,
      stdout: (text) => void (printed += text),
      stderr: () => undefined,
      stdin: noInput,
    });
  }
  expect(printed).toBe(stdout);
  expect(code).toBe(exitCode);
});
