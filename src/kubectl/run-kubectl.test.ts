import { describe, expect, it } from 'vitest';
import type { ApiRequest, FileTree } from '../engine/index.ts';
import { neverCancelled, runKubectl, type Environment } from './index.ts';

const noFiles = { read: () => undefined, exists: () => false, isFolder: () => false } as unknown as FileTree;

async function run(
  ...words: string[]
): Promise<{ out: string; err: string; code: number; asked: ApiRequest[] }> {
  let out = '';
  let err = '';
  const asked: ApiRequest[] = [];
  const environment: Environment = {
    transport: {
      send: (request) => {
        asked.push(request);
        return Promise.reject(new Error('nobody there'));
      },
    },
    files: noFiles,
    workingFolder: '/root',
    env: new Map(),
    signal: neverCancelled,
    now: () => 0,
    sleep: () => Promise.resolve(),
    stdout: (text) => (out += text),
    stderr: (text) => (err += text),
    stdin: () => Promise.resolve(''),
    random: () => 0,
  };
  const code = await runKubectl(['kubectl', ...words], environment);
  return { out, err, code, asked };
}

describe('runKubectl', () => {
  it('guesses what a mistyped command meant', async () => {
    const { err, code } = await run('gett');
    expect(err).toBe('error: unknown command "gett" for "kubectl"\n\nDid you mean this?\n\tset\n\tget\n');
    expect(code).toBe(1);
  });

  it('says when no server answers', async () => {
    const { err, code } = await run('get', 'pods');
    expect(err).toContain('The connection to the server localhost:8080 was refused');
    expect(code).toBe(1);
  });

  it('asks nobody for a dry run on the client', async () => {
    const { out, asked } = await run('run', 'web', '--image=nginx', '--dry-run=client', '-o', 'name');
    expect(out).toBe('pod/web\n');
    expect(asked).toEqual([]);
  });
});
