import { configDefaults, defineConfig } from 'vitest/config';

/** Those that take a second or more: `npm run check` leaves them to `npm test`. */
const longTests = 'src/**/*.long.test.ts';
const wanted = process.env['PODYARD_TESTS'];

export default defineConfig({
  test: {
    include:
      wanted === 'long'
        ? [longTests]
        : ['src/**/*.test.ts', 'src/**/*.test.tsx', 'conformance/**/*.test.ts', 'scripts/**/*.test.ts'],
    exclude: wanted === 'short' ? [...configDefaults.exclude, longTests] : configDefaults.exclude,
    testTimeout: 20_000,
    // No module keeps state, so that all files of a worker can share what they import.
    pool: 'threads',
    isolate: false,
    maxWorkers: '100%',
  },
});
