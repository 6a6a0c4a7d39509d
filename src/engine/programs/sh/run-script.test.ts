import { describe, expect, it } from 'vitest';
import { runTask } from '../../sim/task.ts';
import { Simulation } from '../../sim/simulation.ts';
import { ContainerFiles } from '../container-files.ts';
import { Process } from '../process.ts';
import { runToEnd } from './commands.ts';

function run(script: string): { code: number | undefined; out: string; err: string; seconds: number } {
  const sim = new Simulation({ seed: 'a', startMs: 0 });
  const world = {
    sim,
    files: new ContainerFiles([], 'box'),
    podName: 'box',
    image: 'busybox',
    namespace: 'default',
    memoryLimitBytes: undefined,
    usage: { cpuMillis: 0, memoryBytes: 0 },
    lookUp: (host: string) => (host === 'web' ? '10.96.0.7' : undefined),
  };
  let [out, err] = ['', ''];
  const process = new Process(
    world,
    new Map([['GREETING', 'hello world']]),
    (text) => (out += text),
    (text) => (err += text),
  );
  let code: number | undefined;
  let seconds = Number.NaN;
  runTask(runToEnd(process, ['sh', '-c', script]), (exitCode) => {
    code = exitCode;
    seconds = sim.nowMs / 1000;
  });
  sim.advance(60_000);
  return { code, out, err, seconds };
}

describe('a shell script', () => {
  it.each([
    ['echo one; echo two', 'one\ntwo\n', 0],
    ['echo -n $GREETING', 'hello world', 0],
    [`echo '$GREETING' "$GREETING"`, '$GREETING hello world\n', 0],
    ['for w in $GREETING; do echo $w; done', 'hello\nworld\n', 0],
    ['false || echo rescued', 'rescued\n', 0],
    ['false && echo never', '', 1],
    ['! false', '', 0],
    ['if [ -f /data/x ]; then echo yes; else echo no; fi', 'no\n', 0],
    ['touch /tmp/x; if [ -f /tmp/x ]; then exit 7; fi', '', 7],
    ['echo kept > /tmp/f; echo more >> /tmp/f; cat /tmp/f', 'kept\nmore\n', 0],
    ['x=$(echo inner); echo "[$x]"', '[inner]\n', 0],
    ['i=0; while [ $i -lt 3 ]; do i=$((i + 1)); echo $i; done', '1\n2\n3\n', 0],
    ['echo ${MISSING:-default}', 'default\n', 0],
    ['echo a | cat', 'a\n', 0],
    ['(exit 3); echo $?', '', 3],
    ['nslookup web > /dev/null', '', 0],
    ['nslookup nowhere > /dev/null', '', 1],
    ['unknown-command', '', 0],
  ])('%s', (script, out, code) => {
    expect(run(script)).toMatchObject({ out, code });
  });

  it('takes the time that it sleeps', () => {
    expect(run('sleep 2; sleep 0.5').seconds).toBe(2.5);
    expect(run('sleep 1m').code).toBe(0);
    expect(run('sleep 9999').code).toBeUndefined();
  });

  it.each([
    ['if true; then', 'sh: syntax error: unexpected end of file (expecting "fi")\n'],
    ['echo "open', 'sh: syntax error: unterminated quoted string\n'],
    ['done', 'sh: syntax error: unexpected "done"\n'],
  ])('refuses %s', (script, err) => {
    expect(run(script)).toMatchObject({ err, code: 2 });
  });

  it('is not hung up by a loop that never waits', () => {
    expect(run('while true; do :; done').code).toBeUndefined();
  });
});
