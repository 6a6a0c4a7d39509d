import { beforeEach, describe, expect, it } from 'vitest';
import { Shell } from './shell.ts';

let written = '';
let ran: string[] = [];
let interrupts = 0;
let finish: (() => void) | undefined;
let shell: Shell;

function newShell(run: (line: string) => Promise<{ exitCode: number; prompt: string }>): Shell {
  return new Shell(
    {
      write: (text) => void (written += text),
      columns: () => 80,
      run: (line) => {
        ran.push(line);
        return run(line);
      },
      complete: (line, cursor) =>
        Promise.resolve(
          line.startsWith('kubectl')
            ? { from: cursor - 2, candidates: ['pods'] }
            : { from: 0, candidates: ['kubectl'] },
        ),
      interrupt: () => {
        interrupts += 1;
        finish?.();
      },
      close: () => void (written += '[closed]'),
    },
    '$ ',
    [],
  );
}

beforeEach(() => {
  written = '';
  ran = [];
  interrupts = 0;
  finish = undefined;
  shell = newShell(() => Promise.resolve({ exitCode: 0, prompt: '# ' }));
});

describe('a shell', () => {
  it('runs a line and shows the new prompt', async () => {
    await shell.type('ls\r');
    expect(ran).toEqual(['ls']);
    expect(written.endsWith('# \r\x1b[2C')).toBe(true);
  });

  it('runs pasted lines one after the other', async () => {
    await shell.type('one\ntwo\nthree');
    expect(ran).toEqual(['one', 'two']);
    expect(written).toContain('three');
  });

  it('completes words', async () => {
    await shell.type('k\t');
    await shell.type('get po\t\r');
    expect(ran).toEqual(['kubectl get pods ']);
  });

  it('Ctrl-C interrupts what runs and drops what was typed ahead', async () => {
    shell = newShell(
      () => new Promise((resolve) => (finish = () => resolve({ exitCode: 130, prompt: '$ ' }))),
    );
    const running = shell.type('kubectl get pods -w\r');
    await shell.type('ls\r');
    await shell.type('\x03');
    await running;
    expect(interrupts).toBe(1);
    expect(ran).toEqual(['kubectl get pods -w']);
  });

  it('keys typed while something runs wait for their turn', async () => {
    shell = newShell(() => new Promise((resolve) => (finish = () => resolve({ exitCode: 0, prompt: '$ ' }))));
    const running = shell.type('first\r');
    await shell.type('second\r');
    finish?.();
    await Promise.resolve();
    await new Promise((resolve) => queueMicrotask(() => resolve(undefined)));
    finish?.();
    await running;
    expect(ran).toEqual(['first', 'second']);
  });

  it('Ctrl-C abandons a line, Ctrl-D leaves', async () => {
    await shell.type('half\x03');
    expect(written).toContain('^C');
    await shell.type('\x04');
    expect(interrupts).toBe(1);
    expect(ran).toEqual(['']);
    expect(written).toContain('[closed]');
  });

  it('says what went wrong when a line cannot be run', async () => {
    shell = newShell(() => Promise.reject(new Error('the cluster is gone')));
    await shell.type('ls\r');
    expect(written).toContain('the cluster is gone');
  });
});
