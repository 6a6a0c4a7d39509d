import { expect, test } from '@playwright/test';
import { Yard } from './yard.ts';

test('a DaemonSet has one pod on each node, and follows nodes that come and go', async ({ page }) => {
  const yard = await Yard.open(page);
  await yard.run('kubectl create -f daemon-set-definition.yaml');
  for (const node of ['node01', 'node02']) {
    await expect(yard.pod(/monitoring-daemon-\w+.*running/i, yard.node(node))).toHaveCount(1);
  }
  // The control plane's taint keeps it away, as on a real cluster.
  await expect(yard.pod(/monitoring-daemon/, yard.node('controlplane'))).toHaveCount(0);
  expect(await yard.run('kubectl get daemonsets')).toMatch(/monitoring-daemon +2 +2 +2 +2 +2 +<none> +\d+s/);

  await page.getByRole('button', { name: /^(Add|Join).*node/i }).click();
  await page.getByRole('textbox', { name: 'Node name' }).fill('node03');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /add|join/i })
    .click();
  await expect(yard.pod(/monitoring-daemon-\w+.*running/i, yard.node('node03'))).toHaveCount(1, {
    timeout: 40_000,
  });

  await yard.run('kubectl delete node node03');
  await expect(yard.node('node03')).toHaveCount(0);
  await page.getByRole('slider', { name: 'Speed' }).fill('4');
  await expect(yard.pod(/monitoring-daemon/)).toHaveCount(2, { timeout: 40_000 });
});

test('the ReplicaSet of the course beside it makes its one pod', async ({ page }) => {
  const yard = await Yard.open(page);
  await yard.run('kubectl create -f replica-set-definition.yaml');
  await expect(yard.pod(/monitoring-daemon-\w+.*running/i)).toHaveCount(1);
  expect(await yard.run('kubectl get replicasets')).toMatch(/monitoring-daemon +1 +1 +1 +\d+s/);
});
