import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { Yard } from './yard.ts';

/** Where the README's pictures are kept; written when PODYARD_PICTURES is set, for no two runs draw the same bytes. */
const pictures = process.env.PODYARD_PICTURES ? 'docs/images' : undefined;

test('the keyboard alone takes a pod to Running', async ({ page }) => {
  const yard = await Yard.open(page);
  const editor = page.locator('[data-pane="editor"]');
  for (let press = 0; press < 20 && (await editor.locator(':focus').count()) === 0; press++)
    await page.keyboard.press('F6');
  await expect(editor.locator(':focus')).toHaveCount(1);
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(yard.pod(/nginx.*running/i)).toBeVisible();
  for (let press = 0; press < 20 && (await page.locator('[role="tree"] :focus').count()) === 0; press++)
    await page.keyboard.press('F6');
  await expect(page.locator('[role="tree"] :focus')).toHaveCount(1);
  for (let press = 0; press < 60; press++) {
    if ((await page.locator(':focus').getAttribute('aria-label'))?.includes('nginx')) break;
    await page.keyboard.press('ArrowDown');
  }
  await expect(page.locator(':focus')).toHaveAttribute('aria-label', /nginx/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Inspector: nginx' })).toBeVisible();
});

for (const theme of ['dark', 'light', 'projector']) {
  test(`axe finds nothing in the ${theme} theme`, async ({ page }) => {
    await page.addInitScript((name) => localStorage.setItem('podyard.theme', name), theme);
    const yard = await Yard.open(page);
    await page.evaluate((name) => (document.documentElement.dataset.theme = name), theme);
    await yard.apply();
    await expect(yard.pod(/nginx.*running/i)).toBeVisible();
    const found = await new AxeBuilder({ page }).exclude('.monaco-editor').exclude('.xterm').analyze();
    expect(
      found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    ).toEqual([]);
  });
}

for (const { name, width, height, theme } of [
  { name: 'phone', width: 400, height: 800, theme: 'light' },
  { name: 'projector', width: 1280, height: 720, theme: 'projector' },
  { name: 'board-dark', width: 1440, height: 900, theme: 'dark' },
]) {
  test(`nothing overflows at ${width}×${height}`, async ({ page }, { outputDir }) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    const yard = await Yard.open(page);
    await page.evaluate((to) => (document.documentElement.dataset.theme = to), theme);
    if (name !== 'phone') {
      // Stands still at the moment of the decision.
      await page.locator('.monaco-editor').first().waitFor();
      await page.getByRole('button', { name: 'Pause' }).click();
      await yard.apply();
      await page.getByRole('button', { name: 'To the next decision' }).click();
      await expect(page.getByText(/places nginx on node0/).first()).toBeVisible();
    }
    await page.waitForTimeout(1000);
    await page.screenshot({ path: `${pictures ?? outputDir}/${name}.png` });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
  });
}
