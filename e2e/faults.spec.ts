import { expect, test } from '@playwright/test';
import { Yard } from './yard.ts';

const choose = async (yard: Yard, name: string): Promise<void> => {
  await yard.page.getByRole('menuitem', { name }).click();
};

test('a node is cordoned, drained, labelled and resized from its menu', async ({ page }) => {
  const yard = await Yard.open(page);
  await yard.node('node01').locator('header').click({ button: 'right' });
  await choose(yard, 'Cordon');
  await expect(page.getByRole('status').filter({ hasText: 'node/node01 cordoned' })).toBeVisible();
  await expect(yard.node('node01')).toContainText('Cordoned');

  await yard.node('node01').hover();
  await yard.node('node01').locator('[data-menu]').click();
  await choose(yard, 'Labels…');
  await page.getByRole('textbox', { name: 'key=value' }).fill('disk=ssd');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByText('disk=ssd')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(yard.node('node01')).toContainText('disk=ssd');

  await yard.node('node01').focus();
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('s');
  await expect(page.getByRole('menuitem', { name: 'Size…' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('spinbutton', { name: 'Cores' }).fill('2');
  await page.getByRole('button', { name: 'Change' }).click();
  await expect(yard.node('node01')).toHaveAttribute('aria-label', /of 2 cores/);
});

test('what goes wrong is seen on the board and the timeline, and is put right', async ({ page }) => {
  const yard = await Yard.open(page);
  await page.getByRole('slider', { name: 'Speed' }).fill('7');
  await yard.node('node02').locator('header').click({ button: 'right' });
  await choose(yard, 'Cut the network');
  await expect(yard.node('node02')).toContainText('no network');
  await expect(yard.node('node02')).toHaveAttribute('aria-label', /Unknown, no network/);
  const wrong = page.getByRole('region', { name: 'What is wrong' });
  await expect(wrong).toContainText('node02: no network');
  await wrong.getByRole('button', { name: 'Put right: node02: no network' }).click();
  await expect(wrong).toBeHidden();
  await expect(yard.node('node02')).toHaveAttribute('aria-label', /Ready/);

  await page.getByRole('button', { name: 'Make something go wrong' }).click();
  await choose(yard, 'Down until put right');
  await expect(wrong).toContainText('API server down');
  expect(await yard.run('kubectl get nodes')).toContain('The connection to the server');
  await page.getByRole('button', { name: 'Make something go wrong' }).click();
  await choose(yard, 'Put everything right');
  await expect(wrong).toBeHidden();
  expect(await yard.run('kubectl get nodes -o name')).toContain('node/node02');
});

test('a pod is crashed and deleted from its menu', async ({ page }) => {
  const yard = await Yard.open(page);
  await yard.run('kubectl run web --image=nginx');
  await expect(yard.pod(/pod web, Running/)).toBeVisible();
  await yard.pod('web').click({ button: 'right' });
  await choose(yard, 'Crash it (exit code 1)');
  await expect(yard.pod(/pod web, Running.*1 restart/)).toBeVisible();
  await yard.pod('web').click({ button: 'right' });
  await choose(yard, 'Delete');
  await expect(yard.pod('web')).toBeHidden();
});

test('a waiting pod is bound by hand: dragged onto a node, or from the keyboard', async ({ page }) => {
  const yard = await Yard.open(page);
  const override = `--overrides='{"spec":{"schedulerName":"nobody"}}'`;
  for (const name of ['dragged', 'chosen']) await yard.run(`kubectl run ${name} --image=nginx ${override}`);
  const lane = yard.lane('nobody');
  await yard.pod('dragged', lane).dragTo(yard.node('node01').locator('header'));
  await expect(yard.pod('dragged', yard.node('node01'))).toBeVisible();
  await expect(page.getByRole('region', { name: /^Inspector/ })).toBeHidden();

  await yard.pod('chosen', lane).focus();
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('node02'.slice(0, 1));
  await page.getByRole('menuitem', { name: 'node02' }).press('Enter');
  await expect(yard.pod('chosen', yard.node('node02'))).toBeVisible();
});
