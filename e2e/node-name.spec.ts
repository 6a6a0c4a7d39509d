import { expect, test } from '@playwright/test';
import { Yard } from './yard.ts';

test('a pod with nodeName goes straight to its node: no scheduler, no Scheduled event', async ({ page }) => {
  const yard = await Yard.open(page);
  await yard.chooseFile('pod-definition.yaml');
  await yard.write(`apiVersion: v1
kind: Pod
metadata:
  name: nginx
  labels:
    name: nginx
spec:
  containers:
  - name: nginx
    image: nginx
    ports:
    - containerPort: 8080
  nodeName: node02
`);
  await yard.apply();
  await expect(yard.pod(/nginx.*running/i, yard.node('node02'))).toBeVisible();
  await yard.filterEvents('pod/nginx');
  await expect.poll(() => yard.reasons('pod/nginx')).toEqual(['Pulling', 'Pulled', 'Created', 'Started']);
  await page.getByRole('tab', { name: /^Decisions/ }).click();
  await expect(page.getByRole('grid', { name: 'Decisions' })).not.toContainText('nginx');
});
