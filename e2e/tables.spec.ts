import { expect, test } from '@playwright/test';
import { Yard } from './yard.ts';

test('the events table sorts and filters, and is linked with the board both ways', async ({ page }) => {
  const yard = await Yard.open(page);
  await yard.apply();
  await expect(yard.pod(/nginx.*running/i)).toBeVisible();
  const grid = page.getByRole('grid', { name: 'Events' });

  await yard.filterEvents('pod/nginx');
  await expect(grid.getByRole('row')).toHaveCount(6);
  await grid.getByRole('button', { name: 'Reason' }).click();
  await expect(grid.getByRole('columnheader', { name: 'Reason' })).toHaveAttribute('aria-sort', 'ascending');
  const reasons = (): Promise<string[]> =>
    grid.locator('[data-column="reason"][role="gridcell"]').allInnerTexts();
  await expect.poll(reasons).toEqual(['Created', 'Pulled', 'Pulling', 'Scheduled', 'Started']);
  await grid.getByRole('button', { name: 'Reason' }).click();
  await expect.poll(reasons).toEqual(['Started', 'Scheduled', 'Pulling', 'Pulled', 'Created']);

  // A row under the pointer lights its pod; a pod under the pointer lights its rows.
  const token = yard.pod(/nginx.*running/i);
  await grid.getByText('Started', { exact: true }).hover();
  await expect(token).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('region', { name: 'What happens' }).hover();
  await expect(token).toHaveAttribute('aria-selected', 'false');
  await token.hover();
  await expect(grid.locator('[data-lit]')).toHaveCount(5);

  await yard.filterEvents('no such words');
  await expect(grid).toContainText('Nothing matches.');
});

test('a decision of the past is shown on the board again', async ({ page }) => {
  const yard = await Yard.open(page);
  await yard.apply();
  await expect(yard.pod(/nginx.*running/i)).toBeVisible();
  await page.getByRole('tab', { name: /^Decisions/ }).click();
  await page.getByRole('grid', { name: 'Decisions' }).getByText('nginx', { exact: true }).click();
  await expect(page.getByRole('region', { name: 'Decision about nginx' })).toContainText('TaintToleration');
  await expect(yard.node('controlplane')).toContainText('untolerated taint(s)');
  await page.getByRole('button', { name: 'Back to now' }).click();
  await expect(yard.node('controlplane')).not.toContainText('untolerated taint(s)');
});
