/** Runs in-playwright.ts in the Chromium that `FAUXFORCE_CHROMIUM` names: kit.test.ts starts it. */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testMatch: 'in-playwright.ts',
  use: { launchOptions: { executablePath: process.env.FAUXFORCE_CHROMIUM ?? '', args: ['--no-sandbox'] } },
});
