import { expect, test } from '@playwright/test';
import { Yard } from './yard.ts';

test("the course's first pod goes from YAML to Running, and everybody agrees", async ({ page }) => {
  const yard = await Yard.open(page);
  await yard.chooseFile('pod-definition.yaml');
  await yard.apply();
  await expect(yard.result).toHaveText('pod/nginx created');
  // It waits in its scheduler's lane while every node says what it thinks.
  await expect(yard.pod('nginx', yard.lane('default-scheduler'))).toBeVisible();
  await expect(yard.node('controlplane')).toContainText('TaintToleration');
  await expect(page.getByRole('region', { name: 'What happens' })).toContainText(
    'default-scheduler places nginx on node0',
  );
  // Then it flies to the winner and runs there.
  const token = yard.pod(/nginx.*running/i);
  await expect(token).toBeVisible();
  const node = await token.evaluate((element) => element.closest('[data-node]')?.getAttribute('data-node'));
  expect(node).toMatch(/^node0[12]$/);

  await yard.filterEvents('pod/nginx');
  await expect
    .poll(() => yard.reasons('pod/nginx'))
    .toEqual(['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started']);

  const output = await yard.run('kubectl get pods -o wide');
  const [header, row] = output.split('\n');
  expect(header).toMatch(/^NAME +READY +STATUS +RESTARTS +AGE +IP +NODE +NOMINATED NODE +READINESS GATES$/);
  expect(row).toMatch(new RegExp(`^nginx +1/1 +Running +0 +\\d+s +10\\.\\S+ +${node} +<none> +<none>$`));

  await token.click();
  const inspector = page.getByRole('region', { name: 'Inspector: nginx' });
  await inspector.getByRole('tab', { name: 'YAML' }).click();
  await expect(inspector).toContainText(`nodeName: ${node}`);
});
