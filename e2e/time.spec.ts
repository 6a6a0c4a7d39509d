import { expect, test } from '@playwright/test';
import { Yard } from './yard.ts';

test('time stands still, steps, goes back, forks, and survives a reload', async ({ page }) => {
  await page.goto('/');
  const yard = new Yard(page);
  await yard.expectBooted();
  // What is done at the very beginning belongs to it.
  const clock = page.getByRole('status', { name: 'Time in the cluster' });
  await expect(clock).not.toHaveText('00:00:00.0');
  await page.getByRole('button', { name: 'Pause' }).click();
  await yard.chooseFile('pod-definition.yaml');
  await yard.apply();
  await expect(yard.pod('nginx', yard.lane('default-scheduler'))).toBeVisible();
  const before = await clock.innerText();
  await page.waitForTimeout(500);
  expect(await clock.innerText()).toBe(before);

  await page.getByRole('button', { name: 'To the next decision' }).click();
  await expect(page.getByText(/places nginx on node0/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Run until nothing is due' }).click();
  await expect(yard.pod(/nginx.*running/i)).toBeVisible();

  // A reload brings the same cluster back, at the same time.
  const node = await yard
    .pod(/nginx.*running/i)
    .evaluate((token) => token.closest('[data-node]')?.getAttribute('data-node'));
  const time = await clock.innerText();
  const yaml = await yard.run('kubectl get pod nginx -o yaml');
  await page.waitForTimeout(1500);
  await page.reload();
  await yard.expectBooted();
  await expect(yard.pod(/nginx.*running/i, yard.node(node ?? ''))).toBeVisible();
  await expect.poll(async () => (await clock.innerText()).slice(0, 7)).toBe(time.slice(0, 7));
  expect(await yard.run('kubectl get pod nginx -o yaml')).toBe(yaml);

  // Back to the beginning the pod is not there yet; doing something there forks.
  const rail = page.getByRole('slider', { name: 'Time', exact: true });
  await rail.focus();
  await page.keyboard.press('Home');
  await expect(yard.pod('nginx')).toHaveCount(0);
  await expect(page.getByText(/past/i).first()).toBeVisible();
  await yard.run('kubectl run other --image=nginx');
  await page.keyboard.press('F6');
  await page
    .getByRole('button', { name: /^(Play|Run|Let time run)/ })
    .first()
    .click();
  await expect(yard.pod(/other.*running/i)).toBeVisible();
  await expect(yard.pod('nginx')).toHaveCount(0);
});
