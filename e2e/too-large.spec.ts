import { expect, test } from '@playwright/test';
import { Yard } from './yard.ts';

test('a pod that fits nowhere says why, clause by clause, on the nodes', async ({ page }) => {
  const yard = await Yard.open(page);
  await yard.chooseFile('pod-definition.yaml');
  await yard.write(`apiVersion: v1
kind: Pod
metadata:
  name: large
spec:
  containers:
  - name: large
    image: nginx
    resources:
      requests:
        cpu: "64"
`);
  await yard.apply();
  const sentence =
    '0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.';
  await yard.filterEvents('pod/large');
  await expect.poll(() => yard.reasons('pod/large')).toEqual(['FailedScheduling']);
  await expect(page.getByRole('grid', { name: 'Events' })).toContainText(sentence);
  await expect(yard.pod('large', yard.lane('default-scheduler'))).toBeVisible();
  await expect(yard.node('node01')).toContainText('Insufficient cpu');

  const clause = page.getByRole('button', { name: /Insufficient cpu: node01, node02/ }).first();
  await clause.hover();
  await expect(yard.node('node01')).toHaveAttribute('aria-selected', 'true');
  await expect(yard.node('node02')).toHaveAttribute('aria-selected', 'true');
  await expect(yard.node('controlplane')).toHaveAttribute('aria-selected', 'false');
});
