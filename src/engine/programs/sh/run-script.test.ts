import { describe, expect, it } from 'vitest';
import { runTask } from '../../sim/task.ts';
import { Simulation } from '../../sim/simulation.ts';
import type { HttpAnswer } from '../../cri/container-runtime.ts';
import type { Network } from '../../cri/network.ts';
import { ContainerFiles } from '../container-files.ts';
import { Process } from '../process.ts';
import { runToEnd } from './commands.ts';

const addresses: Readonly<Record<string, string>> = {
  web: '10.96.0.7',
  closed: '10.96.0.8',
  lost: '10.96.0.9',
  'kube-dns.kube-system.svc.cluster.local': '10.96.0.10',
};
const pages: Readonly<Record<string, string>> = { '/': 'Welcome\n', '/page': 'A page\n' };

/** A network with a web server, one that is closed and one that does not answer. */
const network: Network = {
  lookUp: (_, host) => (addresses[host] === undefined ? [] : [addresses[host]]),
  dial(place, host, port) {
    const [address] = network.lookUp(place, host);
    if (address === undefined) return { ok: false, problem: 'unknown host' };
    if (host === 'lost') return { ok: false, problem: 'timed out', address };
    if (host === 'closed' || port !== 80) return { ok: false, problem: 'refused', address };
    const http = (path: string): HttpAnswer => ({
      status: pages[path] === undefined ? 404 : 200,
      body: pages[path] ?? '',
    });
    return { ok: true, address, listener: { http, tell: (text) => `you said ${text}` } };
  },
};

function run(script: string): { code: number | undefined; out: string; err: string; seconds: number } {
  const sim = new Simulation({ seed: 'a', startMs: 0 });
  const world = {
    sim,
    files: new ContainerFiles([], { hostname: 'box', hosts: '', resolvConf: '' }),
    podName: 'box',
    image: 'busybox',
    namespace: 'default',
    memoryLimitBytes: undefined,
    usage: { cpuMillis: 0, memoryBytes: 0 },
    network,
    place: { machine: 'node01', ip: '10.244.1.7', namespace: 'default' },
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
    [
      'nslookup web',
      'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\nName:\tweb\nAddress: 10.96.0.7\n\n',
      0,
    ],
    ['expr 7 % 2', '1\n', 0],
    ['expr 1 + 2 "*" 3', '7\n', 0],
    ['expr 2 - 2', '0\n', 1],
    ['expr "(" 1 + 2 ")" "*" 3 = 9', '1\n', 0],
    ['expr length hello', '5\n', 0],
    ['expr 1 +', '', 2],
    ['expr 1 / 0', '', 2],
    ['wget -qO- http://web/page', 'A page\n', 0],
    ['wget -q web && cat index.html', 'Welcome\n', 0],
    ['wget -qO- --timeout=2 http://lost', '', 1],
    ['curl -s web', 'Welcome\n', 0],
    ['curl -s -o /dev/null -w "%{http_code}\\n" web/nowhere', '404\n', 0],
    ['curl -sf web/nowhere', '', 22],
    ['curl -s closed', '', 7],
    ['curl -s nobody', '', 6],
    ['echo hello | nc -v -w 2 web 80', 'you said hello\n', 0],
    ['nc -z web 81', '', 1],
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
