import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { Yard } from './yard.ts';

async function problems(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).exclude('.monaco-editor').exclude('.xterm').analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

test('axe finds nothing in dialogs and menus, and Escape closes them', async ({ page }) => {
  await Yard.open(page);
  for (const [opener, shown] of [
    ['Keys and help', 'Running, but not ready'],
    ['Add a node', 'Join the cluster'],
  ] as const) {
    await page.getByRole('button', { name: opener }).click();
    await expect(page.getByText(shown)).toBeVisible();
    expect(await problems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  for (const [opener, shown] of [
    ['Make something go wrong', 'Down for 30 seconds'],
    ['Share, save, open', 'Save the recording'],
    ['View', 'projector'],
  ] as const) {
    await page.getByRole('button', { name: opener, exact: true }).click();
    await expect(page.getByText(shown)).toBeVisible();
    expect(await problems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByText(shown)).toBeHidden();
  }
});

test('axe finds nothing in the menu of a node, its dialogs and what is wrong with it', async ({ page }) => {
  const yard = await Yard.open(page);
  const openMenu = async (): Promise<void> => {
    await yard.node('node01').focus();
    await page.keyboard.press('Shift+Enter');
    await expect(page.getByRole('menu', { name: 'Node node01' })).toBeVisible();
  };
  await openMenu();
  expect(await problems(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  await expect(yard.node('node01')).toBeFocused();
  for (const dialog of ['Labels…', 'Size…']) {
    await openMenu();
    await page.getByRole('menuitem', { name: dialog }).press('Enter');
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await problems(page)).toEqual([]);
    await page.keyboard.press('Escape');
  }
  await openMenu();
  await page.getByRole('menuitem', { name: 'Cut the network' }).press('Enter');
  await expect(page.getByText('node01: no network')).toBeVisible();
  expect(await problems(page)).toEqual([]);
});

test('axe finds nothing in the inspector and a decision', async ({ page }) => {
  const yard = await Yard.open(page);
  await yard.apply();
  await yard.pod(/nginx.*running/i).click();
  const inspector = page.getByRole('region', { name: 'Inspector: nginx' });
  for (const name of [/Describe/, /YAML/, /Conditions/, /Events/, /Decision/]) {
    await inspector.getByRole('tab', { name }).click();
    expect(await problems(page)).toEqual([]);
  }
});

test('who wants less motion gets none; forced colours keep what is chosen visible', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce', forcedColors: 'active' });
  const yard = await Yard.open(page);
  await yard.apply();
  await expect(yard.pod(/nginx.*running/i)).toBeVisible();
  expect(
    await page.evaluate(
      () => document.querySelector('[data-pane="board"]')?.getAnimations({ subtree: true }).length,
    ),
  ).toBe(0);
  await yard.pod(/nginx.*running/i).click();
  expect(await yard.pod(/nginx.*running/i).evaluate((token) => getComputedStyle(token).outlineStyle)).toBe(
    'solid',
  );
});

test('a course page shows a cluster in its frame', async ({ page }) => {
  await page.goto('/embed-demo.html');
  const yard = new Yard(page, page.frameLocator('iframe'));
  await yard.expectBooted();
});
