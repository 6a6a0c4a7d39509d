import { expect, test, type Page } from '@playwright/test';
import { Yard } from './yard.ts';

/** The engine does not come before it is let. */
async function withholdEngine(page: Page): Promise<() => void> {
  let let_ = (): void => undefined;
  const allowed = new Promise<void>((resolve) => (let_ = resolve));
  await page.route('**/assets/worker-*.js', async (route) => {
    await allowed;
    await route.continue();
  });
  return let_;
}

/** Counts what changes on the board from now on. */
async function watchBoard(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const changes: string[] = [];
    new MutationObserver((records) => {
      for (const { type, target, attributeName } of records)
        changes.push(`${type} ${attributeName ?? ''} ${target.textContent?.slice(0, 40)}`);
    }).observe(document.querySelector('[role="tree"]') as Element, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    Object.assign(window, { changes });
  });
  return () => page.evaluate(() => (window as unknown as { changes: string[] }).changes);
}

const transport = '[data-pane="transport"]';

test('who comes for the first time sees the board before the engine is there, and it stays as it is', async ({
  page,
}) => {
  const letEngine = await withholdEngine(page);
  await page.goto('/');
  const yard = new Yard(page);
  await yard.expectBooted();
  await expect(yard.pod('kube-scheduler', yard.node('controlplane'))).toBeVisible();
  await expect(page.locator(transport)).toHaveAttribute('aria-busy', 'true');
  await expect(page.getByLabel('Time in the cluster')).toHaveText('00:00:00.0');
  const changes = await watchBoard(page);

  // What is asked for meanwhile waits, in order.
  const button = (name: string) => page.locator(transport).getByRole('button', { name, exact: true });
  for (const name of ['Pause', 'Play', 'Pause']) await button(name).click();
  await expect(button('Play')).toBeVisible();
  letEngine();
  await expect(page.locator(transport)).toHaveAttribute('aria-busy', 'false');
  await expect(page.locator('[data-pane="editor"] .view-lines')).toContainText('kind: Pod');
  await expect(button('Play')).toBeVisible();
  expect(await changes()).toEqual([]);

  await button('Play').click();
  await yard.apply();
  await expect(yard.pod(/nginx.*running/i)).toBeVisible();
});

test('who has been here sees the cluster that was left, and no other before it', async ({ page }) => {
  await page.goto('/');
  const yard = new Yard(page);
  await expect(page.locator('[data-pane="editor"] .view-lines')).toContainText('kind: Pod');
  await yard.apply();
  await expect(yard.pod(/nginx.*running/i)).toBeVisible();
  // Kept while time passes.
  await page.waitForTimeout(1500);

  const letEngine = await withholdEngine(page);
  await page.reload();
  await expect(page.getByText('The cluster is starting…')).toBeVisible();
  await expect(yard.node('node02')).toHaveCount(0);
  letEngine();
  await expect(yard.pod(/nginx.*running/i)).toBeVisible();
});

test('who asks for another cluster is shown no other before it', async ({ page }) => {
  const letEngine = await withholdEngine(page);
  await page.goto('/?seed=another');
  await expect(page.getByText('The cluster is starting…')).toBeVisible();
  await expect(page.getByRole('tree').getByRole('treeitem')).toHaveCount(0);
  letEngine();
  await new Yard(page).expectBooted();
});
