/** Verify Your Identity, of who has no authenticator: a code is mailed (design 5.8). */
import { expect, test } from 'vitest';
import { Browser, type Walk } from '../../src/testing/browser.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';

const MINUTE = 60_000;
const ADA = { username: 'ada@acme.example', password: 'correct-horse' };
const ELSEWHERE = [{ start: '10.0.0.0', end: '10.255.255.255' }];
const WRONG = 'The verification code is incorrect or has expired. Try again.';

async function start(settings: object = {}): Promise<Fauxforce> {
  const sf = await startFauxforce({ demo: { settings: { trustedIpRanges: ELSEWHERE, ...settings } } });
  sf.clock.freeze();
  return sf;
}

function page(walk: Walk): Extract<Walk, { page: string }> {
  if (walk.callback) throw new Error(`expected a page, not ${walk.location}`);
  return walk;
}

async function logIn(sf: Fauxforce, browser: Browser) {
  return page(await browser.submit(page(await browser.open(`${sf.url}/`)), 'Login', ADA));
}

const newest = async (sf: Fauxforce) => (await sf.outbox.last())?.code ?? '';
const enter = async (browser: Browser, form: Extract<Walk, { page: string }>, tc: string) =>
  page(await browser.submit(form, 'save', { tc }));

test('the code stands in the outbox and the journal, and lets its user in once', async () => {
  await using sf = await start();
  const browser = new Browser();
  const form = await logIn(sf, browser);
  expect(form.page).toBe('Verify Your Identity | Salesforce');
  expect(form.text).toContain(
    'Enter the verification code we emailed to a**@acme.example for ada@acme.example.',
  );
  expect(form.text).toContain('action="/_ui/identity/verification/method/EmailVerificationFinishUi/e"');
  const message = await sf.outbox.last();
  expect(message).toMatchObject({
    to: 'ada@acme.example',
    kind: 'identity-verification',
    subject: 'Verify your identity in Salesforce',
    code: expect.stringMatching(/^\d{6}$/),
  });
  const code = message?.code ?? '';
  expect(sf.journal.entries({ limit: 1 })[0]?.notes).toEqual({
    oneTimeCode: code,
    sentTo: 'ada@acme.example',
  });
  const wrong = await enter(browser, form, code === '000000' ? '000001' : '000000');
  expect(wrong.text).toContain(WRONG);
  expect(await sf.outbox.messages()).toHaveLength(1);
  expect((await enter(browser, wrong, code)).page).not.toBe('Verify Your Identity | Salesforce');
  const other = new Browser();
  expect((await enter(other, await logIn(sf, other), code)).text).toContain(WRONG);
});

test('a code that is still good is not mailed again, but when another one is asked for: then it alone is good', async () => {
  await using sf = await start();
  const browser = new Browser();
  const form = await logIn(sf, browser);
  const first = await newest(sf);
  await logIn(sf, new Browser());
  expect(await sf.outbox.messages()).toHaveLength(1);
  const again = page(await browser.submit(form, 'resend'));
  expect(await sf.outbox.messages()).toHaveLength(2);
  const second = await newest(sf);
  if (second !== first) expect((await enter(browser, again, first)).text).toContain(WRONG);
  expect((await enter(browser, again, second)).page).not.toBe('Verify Your Identity | Salesforce');
});

test.each([
  [10 * MINUTE, true],
  [10 * MINUTE + 1, false],
])('a code is good for ten minutes: %i ms, %s', async (age, isGood) => {
  await using sf = await start();
  const browser = new Browser();
  const form = await logIn(sf, browser);
  const code = await newest(sf);
  sf.clock.advance(age);
  const next = await enter(browser, form, code);
  expect(next.text.includes(WRONG)).toBe(!isGood);
});

test('five wrong ones, and the right one is good for nothing', async () => {
  await using sf = await start({ maxLoginAttempts: 'NoLimit' });
  const browser = new Browser();
  let form = await logIn(sf, browser);
  const code = await newest(sf);
  for (let i = 0; i < 5; i++) form = await enter(browser, form, 'wrong');
  expect((await enter(browser, form, code)).text).toContain(WRONG);
  expect(sf.journal.last({ outcome: 'refused' })?.refusal?.name).toBe('login.verification-code');
});

test('wrong codes lock the user out as wrong passwords do', async () => {
  await using sf = await start({ maxLoginAttempts: 'ThreeAttempts' });
  const browser = new Browser();
  const form = await logIn(sf, browser);
  const code = await newest(sf);
  for (let i = 0; i < 3; i++) await enter(browser, form, 'wrong');
  await enter(browser, form, code);
  expect(sf.journal.last({ outcome: 'refused' })?.refusal?.name).toBe('login.locked');
});

test('of many that send the code at once, one is let in', async () => {
  await using sf = await start({ maxLoginAttempts: 'NoLimit' });
  const browser = new Browser();
  const form = await logIn(sf, browser);
  const tc = await newest(sf);
  const pages = await Promise.all(Array.from({ length: 4 }, () => enter(browser, form, tc)));
  expect(pages.filter(({ text }) => !text.includes(WRONG))).toHaveLength(1);
});

test('the kit reads its mail', async () => {
  await using sf = await start();
  expect(await sf.login({ app: 'Web_Server', user: 'ada' })).toHaveProperty('code');
});
