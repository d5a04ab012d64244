import { defineConfig } from '@playwright/test';
import { quietFlags } from './scripts/chromium.mjs';

const root = process.getuid?.() === 0;

/** The GUI's stories: `web` on the practice cloud, `hosts` on real hosts from inside the lab's network. */
export default defineConfig({
  outputDir: 'test-results/playwright',
  // Stories share two cores with real engines and guests; each waits for its causes, so this only bounds a hang.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  workers: 1,
  reporter: 'list',
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      // Chromium refuses its sandbox to root, which tests in containers usually are.
      args: [
        ...(root ? ['--no-sandbox'] : []),
        // As the window of the web shell: what is seen of it here is seen of the product.
        ...quietFlags,
      ],
    },
  },
  projects: [
    {
      name: 'web',
      testDir: 'e2e/web',
      // What is not there to be clicked fails by its own line, and not by the end of a long story.
      use: { actionTimeout: 60_000 },
      // A second try gets a new app. That one was needed stands in the summary, and more than a few fail the run.
      retries: process.env.CI === 'true' ? 1 : 0,
      // The manual's pictures change with every word and colour, so they are drawn when asked for.
      testIgnore: process.env.SCREENSHOTS === '1' ? [] : ['**/screenshots.spec.ts'],
    },
    {
      name: 'hosts',
      testDir: 'e2e/hosts',
      timeout: 900_000,
      expect: { timeout: Number(process.env.EXPECT ?? 120_000) },
      use: { actionTimeout: 20_000 },
    },
  ],
});
