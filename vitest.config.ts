import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'engine/**/*.test.ts',
      'main/**/*.test.ts',
      'preload/**/*.test.ts',
      'renderer/**/*.test.ts',
      'scripts/**/*.test.mjs',
      'e2e/*.test.ts',
      'e2e/hosts/**/*.test.ts',
    ],
    // Two cores are the size CI has; each file gets its own process because better-sqlite3 and sshd fixtures keep handles.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
