import { beforeEach, describe, expect, it } from 'vitest';
import { playScriptOf, readPlayScript } from './play-script.ts';
import { Shell } from './shell.ts';

let written = '';
let ran: string[] = [];
let typed: (string | undefined)[] = [];
let told: (string | undefined)[] = [];
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
      typed: (text) => void typed.push(text),
      playing: (status) => void told.push(status && `${status.at}/${status.total} ${status.state}`),
      wait: () => Promise.resolve(),
      wantsLittleMotion: () => false,
    },
    '$ ',
    [],
  );
}

beforeEach(() => {
  written = '';
  ran = [];
  typed = [];
  told = [];
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

describe('a command that reads', () => {
  /** A shell in which a command runs until it is told to end. */
  function reading(what: 'line' | 'key'): { end: () => void } {
    let end = (): void => undefined;
    shell = newShell(() => new Promise((resolve) => (end = () => resolve({ exitCode: 0, prompt: '$ ' }))));
    void shell.type('read name\r');
    shell.output('Your name: ');
    shell.reads(what);
    return { end: () => end() };
  }

  it('gets lines that are edited behind what it asks', async () => {
    reading('line');
    written = '';
    await shell.type('Anm\x7fa\r');
    expect(typed).toEqual(['Ana\n']);
    expect(written).toContain('Your name: Ana');
  });

  it('gets each key, Ctrl-C too, where it wants keys', async () => {
    reading('key');
    await shell.type('q\x1b[A\x03');
    expect(typed).toEqual(['q', '\x1b[A', '\x03']);
  });

  it('is told of Ctrl-D, and interrupted by Ctrl-C', async () => {
    reading('line');
    await shell.type('\x04');
    expect(typed).toEqual([undefined]);
    shell.reads('line');
    await shell.type('\x03');
    expect(interrupts).toBe(1);
  });

  it('gets what was typed before it asked', async () => {
    let end = (): void => undefined;
    shell = newShell(() => new Promise((resolve) => (end = () => resolve({ exitCode: 0, prompt: '$ ' }))));
    const running = shell.type('cat\r');
    await shell.type('early\r');
    shell.reads('line');
    expect(typed).toEqual(['early\n']);
    end();
    await running;
    expect(ran).toEqual(['cat']);
  });
});

describe('playing a script', () => {
  const steps = readPlayScript('# First, a pod.\nkubectl run web --image=nginx\n\nkubectl get pods');

  it('types each command, and runs it at a key', async () => {
    const over = shell.play(steps, { pauses: true });
    await settled();
    expect(ran).toEqual([]);
    expect(written).toContain('# First, a pod.');
    expect(told.at(-1)).toBe('1/2 waiting');
    await shell.type(' ');
    await settled();
    expect(ran).toEqual(['kubectl run web --image=nginx']);
    await shell.type('\r');
    await over;
    expect(ran).toEqual(['kubectl run web --image=nginx', 'kubectl get pods']);
    expect(told.at(-1)).toBeUndefined();
  });

  it('stops at Escape, and leaves the line as it is typed', async () => {
    const over = shell.play(steps, { pauses: true });
    await settled();
    await shell.type('\x1b');
    await over;
    expect(ran).toEqual([]);
    await shell.type('\r');
    expect(ran).toEqual(['kubectl run web --image=nginx']);
  });

  it('runs all by itself where no key is wanted', async () => {
    await shell.play(steps, { pauses: false });
    expect(ran).toHaveLength(2);
  });

  it('gives a session back', async () => {
    await shell.type('kubectl get nodes\r');
    await shell.type('# a note\r');
    expect(readPlayScript(playScriptOf(shell.submitted)).map(({ line }) => line)).toEqual([
      'kubectl get nodes',
    ]);
  });
});

/** All that needs no key has happened. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 500; turn++) await Promise.resolve();
}
