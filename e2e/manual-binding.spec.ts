import { expect, test } from '@playwright/test';
import { Yard } from './yard.ts';

const manifest = '/etc/kubernetes/manifests/kube-scheduler.yaml';

test('without its scheduler a pod waits in silence; the Binding of the course places it', async ({
  page,
}) => {
  const yard = await Yard.open(page);
  await yard.run(`mv ${manifest} /tmp/`);
  await expect(yard.lane('default-scheduler')).toContainText('not running', {
    timeout: 40_000,
  });
  await yard.run('kubectl create -f pod-definition.yaml');
  await yard.run('sleep 15');
  await expect(yard.pod('nginx', yard.lane('default-scheduler'))).toBeVisible();
  expect(await yard.run('kubectl get pods')).toMatch(/nginx +0\/1 +Pending +0 +\d+s/);
  expect(await yard.run('kubectl get events --field-selector involvedObject.name=nginx')).toBe(
    'No resources found in default namespace.',
  );

  await yard.run('PODNAME=nginx');
  const answer = await yard.run(
    `curl --header "Content-Type:application/json" --request POST --data '{"apiVersion":"v1", "kind": "Binding", "metadata": {"name": "nginx"}, "target": {"apiVersion": "v1", "kind": "Node", "name": "node02"}}' http://$SERVER/api/v1/namespaces/default/pods/$PODNAME/binding/`,
  );
  expect(answer).toContain('"status": "Success"');
  await expect(yard.pod(/nginx.*running/i, yard.node('node02'))).toBeVisible();

  await yard.run(`mv /tmp/kube-scheduler.yaml ${manifest}`);
  await yard.run('kubectl run second --image=nginx');
  await expect(yard.pod(/second.*running/i)).toBeVisible({ timeout: 40_000 });
  await yard.filterEvents('pod/second');
  await expect.poll(async () => (await yard.reasons('pod/second'))[0]).toBe('Scheduled');
});
