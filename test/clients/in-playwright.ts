import { test as base, expect as baseExpect } from '@playwright/test';
import {
  type FauxforceFixtures,
  type FauxforceWorkerFixtures,
  fauxforceFixtures,
  fauxforceMatchers,
} from '../../src/testing/playwright.ts';

const test = base.extend<FauxforceFixtures, FauxforceWorkerFixtures>(fauxforceFixtures);
const expect = baseExpect.extend(fauxforceMatchers);

const PORTAL = { name: 'Portal', callbackUrls: ['https://portal.example/callback'], scopes: ['api', 'id'] };
test.use({ orgOptions: { apps: [PORTAL] } });

test.beforeEach(async ({ page, org }) => {
  await page.route('https://portal.example/**', (route) => route.fulfill({ body: 'Welcome back' }));
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: org.apps.Portal!.consumerKey,
    redirect_uri: 'https://portal.example/callback',
  });
  await page.goto(`${org.url}/services/oauth2/authorize?${query}`);
});

test('a user allows the portal', async ({ page, org }) => {
  await page.getByLabel('Username').fill(org.users.admin!.username);
  await page.getByLabel('Password').fill(org.users.admin!.password);
  await page.getByRole('button', { name: 'Log In' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();

  await page.waitForURL('https://portal.example/callback?code=*');
  expect(org.journal).not.toHaveRefused();
});

test('a wrong password is refused', async ({ page, org }) => {
  await page.getByLabel('Username').fill(org.users.admin!.username);
  await page.getByLabel('Password').fill('typo');
  await page.getByRole('button', { name: 'Log In' }).click();

  await expect(page.getByText('Please check your username and password')).toBeVisible();
  expect(org.journal).toHaveRefused('login.password', { times: 1 });
});
