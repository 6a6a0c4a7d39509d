import { expect, test } from '@playwright/test';
import { Yard } from './yard.ts';

const pod = (more: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: bad\nspec:\n  containers:\n  - name: c\n    image: nginx\n${more}`;

const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefghij'
  .split('')
  .map(
    (name, index) =>
      `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefghij'[index]}`).join(', ')}]\n`,
  )
  .join('')}`;

test('a bad text is refused in words, and the cluster and the page live on', async ({ page }) => {
  test.slow();
  const yard = await Yard.open(page);
  const cases: readonly [text: string, message: RegExp][] = [
    ['kind: Pod\n\tname: x\n', /found character that cannot start any token/],
    [pod('').replace('kind: Pod', 'kind: Pot'), /no matches for kind "Pot" in version "v1"/],
    [pod('    imagePullPolcy: Never\n'), /unknown field "spec\.containers\[0\]\.imagePullPolcy"/],
    [pod('    ports:\n    - containerPort: eighty\n'), /cannot unmarshal string into Go struct field/],
    [pod('').replace('name: bad', `name: ${'a'.repeat(300)}`), /must be no more than 253/],
    [bomb, /error/],
    ['a: \u0000', /error/],
    ['x: '.padEnd(5_000_000, 'y'), /.+/],
  ];
  for (const [text, message] of cases) {
    await yard.write(text);
    await yard.apply();
    await expect(yard.result).toHaveText(message, { timeout: 30_000 });
    await expect(yard.pod('bad')).toHaveCount(0);
  }
  await yard.write(pod(''));
  await yard.apply();
  await expect(yard.pod(/bad.*running/i)).toBeVisible();
});
