import { expect, test } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { Yard } from './yard.ts';

test('a saved recording and a link both bring the cluster back', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const yard = await Yard.open(page);
  await yard.apply();
  const token = yard.pod(/nginx.*running/i);
  await expect(token).toBeVisible();
  const node = await token.evaluate((element) => element.closest('[data-node]')?.getAttribute('data-node'));
  const menu = page.getByRole('button', { name: 'Share, save, open' });

  await menu.click();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the recording' }).click();
  const file = await (await saving).path();
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ podyard: 'recording', seed: 'e2e' });

  await menu.click();
  await page.getByRole('button', { name: 'Copy a link' }).click();
  await expect(page.getByText('The link is in the clipboard.')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());

  await menu.click();
  await page.getByRole('button', { name: 'New cluster' }).click();
  await expect(yard.pod('nginx')).toHaveCount(0);
  await yard.expectBooted();
  await page.getByLabel('Recording').setInputFiles(file);
  await expect(yard.pod(/nginx.*running/i, yard.node(node ?? ''))).toBeVisible();

  await page.goto('about:blank');
  await page.goto(link);
  await expect(yard.pod(/nginx.*running/i, yard.node(node ?? ''))).toBeVisible();
});

test('a file that is no recording is refused in words', async ({ page }) => {
  const yard = await Yard.open(page);
  for (const text of ['not json', '{"podyard":"recording","version":99}', '[]']) {
    await page
      .getByLabel('Recording')
      .setInputFiles({ name: 'bad.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await expect(page.getByText('This file cannot be opened.')).toBeVisible();
    await page.getByRole('button', { name: 'Close the message' }).click();
  }
  await yard.expectBooted();
});
