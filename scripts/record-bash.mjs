/**
 * Records what GNU bash and the tools of a Linux machine print for the scripts in
 * src/shell/bash-cases.json: `node scripts/record-bash.mjs`. The shell's test holds ours against it.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const path = new URL('../src/shell/bash-cases.json', import.meta.url);
const { files, cases } = JSON.parse(readFileSync(path, 'utf8'));
const recorded = cases.map(({ script }) => {
  const folder = mkdtempSync(join(tmpdir(), 'bash-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { stdout, status } = spawnSync('bash', ['--norc', '-c', `shopt -s expand_aliases\n${script}`], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: folder, LC_ALL: 'C.UTF-8' },
    timeout: 5000,
    input: '',
  });
  rmSync(folder, { recursive: true });
  return { script, stdout: stdout.replaceAll(folder, '/root'), exitCode: status };
});
writeFileSync(path, `${JSON.stringify({ files, cases: recorded }, null, 2)}\n`);
