import { expect, it } from 'vitest';
import { TestSession } from '../testing/test-session.ts';

async function opened(): Promise<{ session: TestSession; run: (line: string) => Promise<string> }> {
  const session = new TestSession();
  await session.command('open', { seed: 'machines' });
  await session.pass(100);
  const { terminal } = await session.command('openTerminal', { machine: 'controlplane' });
  return { session, run: (line) => session.run(terminal, line) };
}

it('lets a new machine join with what the control plane prints, and leave again', async () => {
  const { session, run } = await opened();
  expect(await run('podyard machine add node03')).toContain('node03 is up');
  expect(await run('ssh node03 systemctl is-active kubelet')).toBe('activating\n');
  expect(await run('ssh node03 journalctl -u kubelet -n 20')).toContain(
    'open /var/lib/kubelet/config.yaml: no such file or directory',
  );
  const join = await run('kubeadm token create --print-join-command');
  expect(join).toMatch(
    /^kubeadm join 172\.30\.1\.2:6443 --token [a-z0-9]{6}\.[a-z0-9]{16} --discovery-token-ca-cert-hash sha256:[0-9a-f]{64} \n$/,
  );
  expect(await run(`ssh node03 ${join.replace(/--token \S+/, '--token aaaaaa.aaaaaaaaaaaaaaaa')}`)).toContain(
    'could not find a JWS signature in the cluster-info ConfigMap for token ID "aaaaaa"',
  );
  expect(await run(`ssh node03 ${join}`)).toContain('This node has joined the cluster:');
  await session.pass(20_000);
  expect(await run('kubectl get node node03')).toMatch(/node03 +Ready +<none>/);
  expect(await run(`ssh node03 ${join}`)).toContain(
    '[ERROR FileAvailable--etc-kubernetes-kubelet.conf]: /etc/kubernetes/kubelet.conf already exists',
  );

  expect(await run('ssh node03 kubeadm reset -f')).toContain('[reset] Stopping the kubelet service');
  expect(await run('ssh node03 crictl ps -q')).toBe('');
  await session.pass(60_000);
  expect(await run('kubectl get node node03')).toMatch(/node03 +NotReady/);
});

it('shows containers as the runtime’s tools do, and restarts what is stopped by hand', async () => {
  const { session, run } = await opened();
  await run('kubectl run web --image=nginx --overrides=\'{"spec":{"nodeName":"node01"}}\'');
  await session.pass(8000);
  const line = await run('ssh node01 "crictl ps --name web"');
  expect(line).toMatch(
    /^CONTAINER +IMAGE +CREATED +STATE +NAME +ATTEMPT +POD ID +POD +NAMESPACE\n[0-9a-f]{13} +[0-9a-f]{13} +\d+ seconds ago +Running +web +0 +[0-9a-f]{13} +web +default\n$/,
  );
  expect(await run('ssh node01 crictl pods --name web')).toMatch(/Ready +web +default +0 +\(default\)/);
  expect(await run('ssh node01 crictl images')).toMatch(
    /docker\.io\/library\/nginx +latest +[0-9a-f]{13} +\S+MB/,
  );
  expect(await run("ssh node01 'crictl logs $(crictl ps -q --name web)'")).toContain('ready for start up');
  expect(await run("ssh node01 'ps aux'")).toContain('/usr/bin/kubelet');
  await run("ssh node01 'crictl stop $(crictl ps -q --name web)'");
  await session.pass(8000);
  expect(await run('kubectl get pod web')).toMatch(/web +1\/1 +Running +1 /);
  expect(await run("ssh node01 'ls /var/log/pods | grep web'")).toMatch(/^default_web_[0-9a-f-]{36}\n$/);
  expect(await run("ssh node01 'cat /var/log/pods/default_web_*/web/1.log'")).toMatch(
    /^2026-01-05T\S+Z stdout F .*entrypoint/,
  );
  expect(await run('ip a; hostname')).toContain('inet 172.30.1.2/24');
});

it('replays what was done to services and containers', async () => {
  const { session, run } = await opened();
  await run('ssh node01 systemctl stop kubelet');
  await session.pass(60_000);
  const before = await run('kubectl get nodes');
  expect(before).toMatch(/node01 +NotReady/);
  const recording = await session.recording();
  const again = new TestSession();
  await again.command('open', { recording });
  await again.pass(100);
  const { terminal } = await again.command('openTerminal', { machine: 'controlplane' });
  expect(await again.run(terminal, 'kubectl get nodes --no-headers | grep node01')).toMatch(/NotReady/);
});
