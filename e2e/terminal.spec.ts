import { expect, test } from '@playwright/test';
import { Yard } from './yard.ts';

test('the terminal has a shell: pipes, files, completion, and honest refusals', async ({ page }) => {
  const yard = await Yard.open(page);
  expect(await yard.run('ls *.yaml')).toContain('pod-definition.yaml');
  expect(await yard.run('kubectl get nodes | grep -c Ready')).toBe('3');
  expect(await yard.run('nosuch')).toBe('bash: nosuch: command not found');
  expect(
    await yard.run('kubectl get node node01 -o jsonpath="{.status.nodeInfo.kubeletVersion}"; echo'),
  ).toBe('v1.36.3');
  await yard.run('true');
  await page.keyboard.type('kubectl get po');
  await page.keyboard.press('Tab');
  await expect.poll(() => yard.screen()).toMatch(/kubectl get pod/);
  await page.keyboard.press('Control+c');
  expect(await yard.run('kubectl delete pod nosuch')).toBe(
    'Error from server (NotFound): pods "nosuch" not found',
  );
});
