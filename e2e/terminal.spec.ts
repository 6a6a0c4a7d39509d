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

test('pipes flow, and Ctrl-C ends what goes on', async ({ page }) => {
  const yard = await Yard.open(page);
  await yard.run('true');
  await page.keyboard.type('kubectl get pods -w | grep web\n');
  await page.keyboard.press('Control+c');
  await expect.poll(() => yard.screen()).toMatch(/\n\S*:\S*\$ *$/);
  await yard.run('kubectl create deployment web --image=nginx --replicas=2');
  await page.keyboard.type('clear; kubectl get pods -w | grep -v NAME | cut -c1-4\n');
  await expect.poll(() => yard.screen()).toMatch(/web-\n/);
  await page.keyboard.press('Control+c');
  await expect.poll(() => yard.screen()).toMatch(/\^C\n\S*:\S*\$ *$/);
});

test('a shell in a container is typed into, and a pod can be run to type into', async ({ page }) => {
  const yard = await Yard.open(page);
  await yard.run('kubectl run web --image=nginx; kubectl wait --for=condition=Ready pod/web');
  await page.keyboard.type('kubectl exec -it web -- bash\n');
  await expect.poll(() => yard.screen()).toMatch(/root@web:\/# *$/);
  await page.keyboard.type('hostname\n');
  await expect.poll(() => yard.screen()).toMatch(/\nweb\nroot@web:\/# *$/);
  await page.keyboard.type('exit\n');
  await expect.poll(() => yard.screen()).toMatch(/controlplane:~\$ *$/);
});

test('a script is typed as if by hand, a key at a time', async ({ page }) => {
  const yard = await Yard.open(page);
  await yard.run('true');
  await page.keyboard.type(
    "printf '# A pod by hand.\\nkubectl run solo --image=nginx\\nkubectl get pods\\n' > tour\n",
  );
  await page.keyboard.type('play tour\n');
  const status = page.locator('[data-playing]');
  await expect(status).toContainText('Space runs it');
  await expect(status).toContainText('A pod by hand.');
  await expect.poll(() => yard.screen()).toMatch(/\$ kubectl run solo --image=nginx$/);
  await page.keyboard.press('Space');
  await expect.poll(() => yard.screen()).toContain('pod/solo created');
  await expect(status).toContainText('2 of 2');
  await expect(status).toContainText('Space runs it');
  await page.keyboard.press('Escape');
  await expect(status).toHaveCount(0);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Scripts' }).click();
  await page.getByRole('button', { name: 'Save this session as a script' }).click();
  expect((await download).suggestedFilename()).toBe('podyard-session.txt');
});

test("a click on a pod's name shows it on the board", async ({ page }) => {
  const yard = await Yard.open(page);
  await yard.run('kubectl run web --image=nginx');
  await expect(yard.pod('web')).toBeVisible();
  await yard.run('kubectl get pods');
  const rows = page.locator('[data-terminal="controlplane"] .xterm-rows > div');
  const texts = await rows.allTextContents();
  const row = rows.nth(texts.findIndex((text) => text.startsWith('web')));
  const box = await row.boundingBox();
  expect(box).not.toBeNull();
  const [x, y] = [(box?.x ?? 0) + 8, (box?.y ?? 0) + 6];
  await page.mouse.move(x + 4, y);
  await page.mouse.move(x, y);
  await page.mouse.click(x, y);
  await expect(page.getByRole('region', { name: 'Inspector: web' })).toBeVisible();
});
