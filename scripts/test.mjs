/** `npm test`: installs what is missing (a Chromium too), then passes every test. */
import { ensureChromium, ensureDependencies, requireNode } from './install.mjs';
import { check } from './check.mjs';
import { browserTests, conformance, total, unitTests } from './steps.mjs';

requireNode();
ensureDependencies();
const chromium = await ensureChromium();
const { passed, failed } = total([
  await check(),
  await unitTests('long'),
  await browserTests(chromium),
  await conformance(),
]);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
