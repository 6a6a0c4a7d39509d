import { expect, test, type Page } from '@playwright/test';
import { Yard } from './yard.ts';

// The editor and its language service come from two packages that must fit each other: what is promised is seen here.

const start = `apiVersion: v1
kind: Pod
metadata:
  name: nginx
spec:
  containers:
  - name: nginx
    image: nginx
`;

const suggestions = (page: Page) => page.locator('.suggest-widget.visible .monaco-list-row');

async function complete(yard: Yard, text: string): Promise<string[]> {
  const { page } = yard;
  await yard.write(text);
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.press('Escape');
  await expect(async () => {
    await page.keyboard.press('Control+Space');
    await expect(suggestions(page).first()).toBeVisible({ timeout: 3_000 });
  }).toPass();
  const rows = await suggestions(page).allInnerTexts();
  // The list lies over the text.
  await page.keyboard.press('Escape');
  await expect(suggestions(page)).toHaveCount(0);
  return rows.map((row) => row.trim());
}

test('the editor offers the fields of a container and the values of an enum', async ({ page }) => {
  const yard = await Yard.open(page);
  await yard.chooseFile('pod-definition.yaml');
  const fields = await complete(yard, `${start}    `);
  expect(fields.join(' ')).toMatch(/args/);
  expect(fields.join(' ')).toMatch(/command/);
  const values = await complete(yard, `${start}  restartPolicy: `);
  expect(values.map((value) => value.split(/\s/)[0])).toEqual(
    expect.arrayContaining(['Always', 'Never', 'OnFailure']),
  );
});

test('the editor marks an unknown field and tells what a field means', async ({ page }) => {
  const yard = await Yard.open(page);
  await yard.chooseFile('pod-definition.yaml');
  await yard.write(`${start}    imagePullPolcy: Never\n`);
  await expect(page.locator('.squiggly-warning, .squiggly-error').first()).toBeVisible();
  const image = page.locator('.view-line', { hasText: 'image: nginx' }).getByText('image', { exact: true });
  await image.hover();
  await expect(page.locator('.monaco-hover-content').first()).toContainText(/[Cc]ontainer image/);
});

test('what the server refuses is marked where it stands, and leads there', async ({ page }) => {
  const yard = await Yard.open(page);
  await yard.chooseFile('pod-definition.yaml');
  await yard.write(start.replace('  name: nginx\nspec', '  name: Not_A_Name\nspec'));
  await yard.apply();
  await expect(yard.result).toContainText('metadata.name: Invalid value: "Not_A_Name"');
  await expect(page.locator('.squiggly-error').first()).toBeVisible();
  await yard.result.getByRole('button', { name: 'Line 4, column' }).click();
  await expect(page.locator('.view-line', { hasText: 'Not_A_Name' })).toBeVisible();
  await expect(page.locator('[data-pane="editor"] :focus')).toHaveCount(1);
});
