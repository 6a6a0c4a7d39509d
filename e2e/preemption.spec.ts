import { expect, test } from '@playwright/test';
import { Yard } from './yard.ts';

const low = `apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata:
  name: high
value: 1000
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: low
spec:
  replicas: 2
  selector:
    matchLabels: {app: low}
  template:
    metadata:
      labels: {app: low}
    spec:
      containers:
      - name: low
        image: nginx
        resources:
          requests: {cpu: "3"}
`;

const high = `apiVersion: v1
kind: Pod
metadata:
  name: high
spec:
  priorityClassName: high
  containers:
  - name: high
    image: nginx
    resources:
      requests: {cpu: "3"}
`;

test('a pod that is about to be evicted is marked before it goes', async ({ page }) => {
  const yard = await Yard.open(page);
  await yard.chooseFile('pod-definition.yaml');
  await yard.write(low);
  await yard.apply();
  for (const node of ['node01', 'node02'])
    await expect(yard.pod(/low-.*running/i, yard.node(node))).toBeVisible();

  await page.getByRole('button', { name: 'Pause' }).click();
  await yard.write(high);
  await yard.apply();
  await page.getByRole('button', { name: 'To the next decision' }).click();
  const victim = yard.pod(/would be evicted/);
  await expect(victim).toHaveCount(1);
  await expect(victim).toHaveAccessibleName(/^pod low-/);
  await expect(yard.pod('high', yard.lane('default-scheduler'))).toBeVisible();
  const node = await victim.evaluate((pod) => pod.closest('[data-node]')?.getAttribute('data-node') ?? '');

  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(yard.pod(/high.*running/i, yard.node(node))).toBeVisible({ timeout: 60_000 });
  await expect(victim).toHaveCount(0);
  await expect(yard.pod('low', yard.lane('default-scheduler'))).toBeVisible();
});
