import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'conformance/**/*.test.ts', 'scripts/**/*.test.ts'],
    testTimeout: 20_000,
    // No module keeps state, so that all files of a worker can share what they import.
    pool: 'threads',
    isolate: false,
    maxWorkers: '100%',
  },
});
