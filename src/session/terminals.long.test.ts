import { beforeEach, describe, expect, it } from 'vitest';
import { TestSession } from '../testing/test-session.ts';

let session: TestSession;
let terminal: number;

beforeEach(async () => {
  session = new TestSession();
  await session.command('open', {});
  await session.pass(100);
  ({ terminal } = await session.command('openTerminal', { machine: 'controlplane' }));
}, 60_000);

/** Runs a line, types each text when the command wants it, and answers what was printed. */
async function converse(line: string, ...typed: (string | undefined)[]): Promise<string> {
  session.output = '';
  let done = false;
  let asked = count();
  const running = session.command('runLine', { terminal, line }).finally(() => (done = true));
  for (const text of typed) {
    for (let turn = 0; turn < 1000 && count() === asked && !done; turn++) await session.pass(20);
    asked = count();
    const ends = text === undefined;
    await session.command('typed', { terminal, text: text ?? '', ...(ends && { ends }) });
  }
  for (let turn = 0; turn < 1000 && !done; turn++) await session.pass(20);
  if (!done) await session.command('interrupt', { terminal });
  await session.pass(20);
  await running;
  return session.output.replaceAll('\r\n', '\n');
}

/** Each key of a text. */
function keysOf(text: string): string[] {
  return text.split('');
}

function count(): number {
  return session.messages.filter(({ type }) => type === 'terminal-reads').length;
}

async function startWeb(): Promise<void> {
  await session.run(terminal, 'kubectl run web --image=nginx');
  await session.run(terminal, 'kubectl wait --for=condition=Ready pod/web --timeout=60s');
}

describe('a terminal', { timeout: 60_000 }, () => {
  it('is typed into by commands that read', async () => {
    expect(await converse('read -p "Name: " name; echo "Hello $name"', 'Ana\n')).toContain('Hello Ana\n');
    expect(await converse('cat | tr a-z A-Z', 'one\n', 'two\n', undefined)).toBe('ONE\nTWO\n');
  });

  it('lets a shell in a container be typed into, key by key', async () => {
    await startWeb();
    const keys = [...keysOf('hostname\r'), ...keysOf('exit\r')];
    expect(await converse('kubectl exec -it web -- sh', ...keys)).toBe('# hostname\nweb\n# exit\n');
  });

  it('gives Ctrl-C to the container, and Ctrl-D ends its shell', async () => {
    await startWeb();
    const printed = await converse(
      'kubectl exec -it web -- bash; echo over',
      ...keysOf('sleep 900\r'),
      '\u0003',
      '\u0004',
    );
    expect(printed).toBe('root@web:/# sleep 900\n^C\nroot@web:/# over\n');
  });

  it('runs a pod to type into, and removes it', async () => {
    const printed = await converse(
      'kubectl run -it box --image=busybox --rm --restart=Never -- sh',
      ...keysOf('echo hi\r'),
      ...keysOf('exit\r'),
    );
    expect(printed).toContain("If you don't see a command prompt, try pressing enter.\n");
    expect(printed).toContain('/ # echo hi\nhi\n/ # exit\n');
    expect(printed).toContain('pod "box" deleted from default namespace\n');
    expect(await session.run(terminal, 'kubectl get pods')).toBe(
      'No resources found in default namespace.\n',
    );
  });

  it('repeats what was typed when it is replayed', async () => {
    await startWeb();
    await converse('kubectl exec -it web -- sh', ...keysOf('echo kept > /tmp/note\r'), ...keysOf('exit\r'));
    const recording = await session.recording();
    const again = new TestSession();
    await again.command('open', { recording });
    const opened = await again.command('openTerminal', { machine: 'controlplane' });
    expect(await again.run(opened.terminal, 'kubectl exec web -- cat /tmp/note')).toBe('kept\n');
  });

  it('lets pipes flow', async () => {
    await startWeb();
    session.output = '';
    const watching = session.command('runLine', { terminal, line: 'kubectl get pods -w | grep web' });
    await session.pass(200);
    expect(session.output).toMatch(/^web +1\/1/);
    await session.command('interrupt', { terminal });
    await session.pass(40);
    expect((await watching).exitCode).toBe(130);
    const ticks = `kubectl run ticker --image=busybox -- sh -c 'while true; do echo tick; sleep 1; done'`;
    await session.run(terminal, `${ticks}; kubectl wait --for=condition=Ready pod/ticker --timeout=60s`);
    // Whoever writes to nobody is ended, as by SIGPIPE.
    expect(await session.run(terminal, 'kubectl logs -f ticker | head -2')).toBe('tick\ntick\n');
  });

  it('forwards a port of a pod, and a file into it', async () => {
    await startWeb();
    await session.run(terminal, 'echo hello > page.html; kubectl cp page.html web:/tmp/page.html');
    expect(await session.run(terminal, 'kubectl exec web -- cat /tmp/page.html')).toBe('hello\n');
    expect(await session.run(terminal, 'kubectl cp web:/tmp/page.html copy.html; cat copy.html')).toBe(
      "tar: Removing leading `/' from member names\nhello\n",
    );
    await session.run(terminal, 'kubectl port-forward pod/web 8080:80 &');
    await session.pass(100);
    expect(await session.run(terminal, 'curl -s localhost:8080')).toContain('Welcome to nginx');
    expect(await session.run(terminal, 'curl -s localhost:9090')).toMatch(/^curl: \(7\)/);
    const [ip] = (await session.run(terminal, "kubectl get pod web -o jsonpath='{.status.podIP}'")).split(
      '\n',
    );
    expect(await session.run(terminal, `curl -s ${ip}`)).toContain('Welcome to nginx');
  });

  it('edits objects, by a program or in the editor beside it', async () => {
    await session.run(terminal, 'kubectl create configmap c --from-literal=a=one');
    const printed = await session.run(terminal, 'KUBE_EDITOR="sed -i s/one/two/" kubectl edit configmap c');
    expect(printed).toBe('configmap/c edited\n');
    expect(await converse('kubectl edit configmap c', '\n')).toContain('Edit cancelled, no changes made.\n');
    expect(session.messages.some(({ type }) => type === 'edit-file')).toBe(true);
  });

  it('pages through what is long', async () => {
    const printed = await converse('seq 100 | less', ' ', 'G', 'q');
    expect(printed).toContain('\n23\n');
    expect(printed).toContain('\n46\n');
    expect(printed).toContain('\n100\n');
    expect(await session.run(terminal, 'seq 100 | less | tail -1')).toBe('100\n');
  });

  it('goes on while something runs in the background', async () => {
    expect(await session.run(terminal, 'sleep 3 &')).toBe('[1] 2102\n');
    expect(await session.run(terminal, 'jobs')).toBe('[1]+  Running                 sleep 3 &\n');
    await session.pass(4000);
    expect(await session.run(terminal, 'echo hi')).toBe('hi\n[1]+  Done                    sleep 3\n');
  });

  it('completes as the documentation sets it up', async () => {
    expect(await session.run(terminal, 'source <(kubectl completion bash)')).toBe('');
    expect(await session.run(terminal, 'alias k=kubectl; complete -o default -F __start_kubectl k')).toBe('');
    const { candidates } = await session.command('complete', { terminal, line: 'k get no', cursor: 8 });
    expect(candidates).toContain('nodes');
  });

  it('asks the page to play a script', async () => {
    await session.run(terminal, "printf '# hi\\nls\\n' > tour; play tour");
    expect(session.messages.at(-1)).toMatchObject({
      type: 'play',
      terminal,
      script: '# hi\nls\n',
      pauses: true,
    });
  });
});
