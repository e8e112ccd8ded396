/** Runs in-playwright.ts in the Chromium that `FAUXFORCE_CHROMIUM` names: kit.test.ts starts it. */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testMatch: 'in-playwright.ts',
  timeout: 90_000,
  expect: { timeout: 30_000 },
  use: { launchOptions: { executablePath: process.env.FAUXFORCE_CHROMIUM ?? '', args: ['--no-sandbox'] } },
});
