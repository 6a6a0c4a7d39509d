import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryFiles } from '../engine/machine/file-tree.ts';
import { neverCancelled } from '../kubectl/index.ts';
import type { ApiRequest } from '../engine/index.ts';
import { noInput, Shell } from './index.ts';

let shell: Shell;
let files: MemoryFiles;
let requests: ApiRequest[];

beforeEach(() => {
  files = new MemoryFiles();
  requests = [];
  files.makeFolder('/root');
  files.makeFolder('/tmp');
  files.write('/root/fruit.txt', 'apple\nbanana\ncherry\n', 0);
  const machines = ['controlplane', 'node01'].map((name, index) => ({
    name,
    ip: `172.30.1.${index + 2}`,
    files,
  }));
  shell = new Shell(
    {
      transport: {
        send: (request) => {
          requests.push(request);
          return Promise.resolve({ status: 201, headers: {}, body: { kind: 'Status', status: 'Success' } });
        },
      },
      machines: () => new Map(machines.map((machine) => [machine.name, machine])),
      now: () => Date.UTC(2026, 0, 5, 9),
      sleep: () => Promise.resolve(),
      random: () => 0.5,
    },
    'controlplane',
  );
});

async function run(...lines: string[]): Promise<string> {
  let output = '';
  const print = (text: string): void => void (output += text);
  for (const line of lines)
    await shell.run(line, { signal: neverCancelled, stdout: print, stderr: print, stdin: noInput });
  return output;
}

describe('the shell', () => {
  it.each<[what: string, lines: string[], output: string]>([
    ['words and quotes', [`echo a "b  c" 'd $HOME' e\\ f`], 'a b  c d $HOME e f\n'],
    ['variables', ['A=1; B="$A 2"; echo $B "$B" ${C:-none}'], '1 2 1 2 none\n'],
    ['command substitution', ['echo "[$(cat fruit.txt | wc -l)]"'], '[3]\n'],
    ['arithmetic', ['N=4; echo $((N * (2 + 1)))'], '12\n'],
    ['and, or', ['false || echo or; true && echo and; false && echo no'], 'or\nand\n'],
    ['exit codes', ['false; echo $?; nosuch; echo $?'], '1\nbash: nosuch: command not found\n127\n'],
    ['pipes', ['cat fruit.txt | grep an | tr a-b x'], 'xxnxnx\n'],
    ['redirections', ['echo one > f; echo two >> f; cat < f; cat f 2>/dev/null'], 'one\ntwo\none\ntwo\n'],
    ['here-documents', ['cat <<EOF > h; cat h', 'hello $USER', 'EOF'], 'hello root\n'],
    ['literal here-documents', ["cat <<'EOF'", '$USER', 'EOF'], '$USER\n'],
    ['globs', ['touch a.yaml b.yaml; echo *.yaml "*.yaml" n*.x'], 'a.yaml b.yaml *.yaml n*.x\n'],
    ['for', ['for x in 1 2; do echo $x; done'], '1\n2\n'],
    ['while', ['i=0; while [ $i -lt 3 ]; do i=$((i + 1)); done; echo $i'], '3\n'],
    ['if', ['if [ -f fruit.txt ]; then echo there; else echo gone; fi'], 'there\n'],
    ['aliases', ["alias e='echo hi'; e there"], 'hi there\n'],
    ['its own environment for one command', ['A=1; A=2 env | grep ^A=; echo $A'], 'A=2\n1\n'],
    ['sed', ["sed 's/an/AN/g; /cherry/d' fruit.txt"], 'apple\nbANANa\n'],
    ['sed with newlines', ["echo a,b | sed 's/,/\\n/'"], 'a\nb\n'],
    ['awk', [`echo 'a b c' | awk '{print $3, "-" $1}'`], 'c -a\n'],
    ['sort and uniq', ["printf 'b\\na\\nb\\n' | sort | uniq -c"], '      1 a\n      2 b\n'],
    ['head and tail', ['head -n 1 fruit.txt; tail -1 fruit.txt'], 'apple\ncherry\n'],
    ['base64', ['echo -n grün | base64; echo Z3LDvG4= | base64 -d'], 'Z3LDvG4=\ngrün'],
    [
      'cd and pwd',
      ['cd /tmp; pwd; cd -; cd nowhere'],
      '/tmp\n/root\nbash: cd: nowhere: No such file or directory\n',
    ],
    [
      'files that are missing',
      ['cat nothing; rm nothing; mv a b'],
      "cat: nothing: No such file or directory\nrm: cannot remove 'nothing': No such file or directory\nmv: cannot stat 'a': No such file or directory\n",
    ],
    ['syntax errors', ['echo a | | b'], "bash: syntax error near unexpected token `|'\n"],
    ['another machine', ['ssh node01 hostname; hostname'], 'node01\ncontrolplane\n'],
    [
      'a machine that is not there',
      ['ssh node09'],
      'ssh: Could not resolve hostname node09: Name or service not known\n',
    ],
    ['the date of the cluster', ['date +%F; date -u'], '2026-01-05\nMon Jan  5 09:00:00 UTC 2026\n'],
  ])('%s', async (_what, lines, output) => {
    expect(await run(...lines)).toBe(output);
  });

  it('shows where it is, and that a command goes on', async () => {
    expect(shell.prompt()).toBe('controlplane:~$ ');
    await run('cd /tmp');
    expect(shell.prompt()).toBe('controlplane:/tmp$ ');
    await run('echo "open');
    expect(shell.prompt()).toBe('> ');
    expect(await run('closed"')).toBe('open\nclosed\n');
    await run('ssh node01');
    expect(shell.prompt()).toBe('node01:~$ ');
    await run('exit');
    expect(shell.prompt()).toBe('controlplane:/tmp$ ');
  });

  it("sends the course's Binding as it is printed", async () => {
    const data = '{"apiVersion":"v1", "kind": "Binding", "metadata": {"name": "nginx"}}';
    await run(
      'PODNAME=nginx',
      `curl --header "Content-Type:application/json" --request POST --data '${data}' http://$SERVER/api/v1/namespaces/default/pods/$PODNAME/binding/`,
    );
    expect(requests).toEqual([
      {
        method: 'POST',
        path: '/api/v1/namespaces/default/pods/nginx/binding/',
        headers: expect.objectContaining({ 'content-type': 'application/json' }) as object,
        body: data,
      },
    ]);
  });

  it('stops loops without end', async () => {
    expect(await run('while true; do true; done')).toBe('bash: stopped after 10000 rounds\n');
  });

  it.each([
    ['ec', ['echo']],
    ['cat fr', ['fruit.txt']],
    ['cat /ro', ['/root/']],
    ['echo $HOS', ['$HOSTNAME']],
    ['ssh no', ['node01']],
    ['true; ca', ['cat']],
  ])('completes %s', async (line, candidates) => {
    expect((await shell.complete(line, line.length)).candidates).toEqual(candidates);
  });
});
