/** Keys follow a snapshot at once: what its server gave to browsers and devices counts here, what this one gave before counts no more. */
import { expect, test } from 'vitest';
import { totp } from '../../src/policies/totp.ts';
import { Browser, type Page, type Walk } from '../../src/testing/browser.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { AUTHORIZE, webServer } from '../authorize/helpers.ts';
import { start as startDevice } from '../device/helpers.ts';
import { members, refreshTokenFor, refreshWith, user } from '../helpers/token.ts';

const ADA = { username: 'ada@acme.example', password: 'correct-horse' };
const CALLBACK = webServer().redirect_uri;

/** Its users are asked for a code, once a browser. */
const start = () =>
  startFauxforce({
    demo: {
      users: { ada: { totpSecret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' } },
      settings: { trustedIpRanges: [{ start: '10.0.0.0', end: '10.255.255.255' }] },
    },
  });

const codeNow = (sf: Fauxforce) => totp(user(sf, 'ada').totpSecret, sf.clock.now());

function page(walk: Walk): Extract<Walk, { page: string }> {
  if (walk.callback) throw new Error(`expected a page, not ${walk.location}`);
  return walk;
}

async function verificationPage(sf: Fauxforce, browser: Browser) {
  const logIn = await browser.open(`${sf.url}${AUTHORIZE}?${new URLSearchParams(webServer())}`, CALLBACK);
  return page(await browser.submit(page(logIn), 'Login', ADA));
}

/** What a server has given: a page with a proof, one with a form for its session, an activated browser, a code, a token. */
async function given(sf: Fauxforce) {
  const [verifying, asked] = [new Browser(), new Browser()];
  const verify = await verificationPage(sf, verifying);
  const allow = page(
    await asked.submit(await verificationPage(sf, asked), 'save', { tc: codeNow(sf) }, CALLBACK),
  );
  const { user_code } = await startDevice(sf);
  sf.clock.advance('2m');
  const token = await refreshTokenFor(sf, 'Web_Server');
  sf.clock.advance('2m');
  return { verifying, verify, asked, allow, user_code, token, from: sf.url };
}

/** Which of them a server takes for its own. */
async function taken(sf: Fauxforce, all: Awaited<ReturnType<typeof given>>) {
  const here = ({ url, ...rest }: Page): Page => ({ ...rest, url: url.replace(all.from, sf.url) });
  const { verifying, asked } = all;
  const verified = await verifying.submit(here(all.verify), 'save', { tc: codeNow(sf) }, CALLBACK);
  const allowed = await asked.submit(here(all.allow), 'oaapprove', {}, CALLBACK);
  const home = page(await asked.open(`${sf.url}/`));
  await asked.open(`${sf.url}/secur/logout.jsp`);
  const again = page(await asked.submit(page(await asked.open(`${sf.url}/`)), 'Login', ADA));
  const device = page(await new Browser().open(`${sf.url}/setup/connect`));
  const typed = page(await new Browser().submit(device, 'connect', { user_code: all.user_code }));
  return {
    afterVerification: page(verified).page,
    form: allowed.callback?.code !== undefined,
    session: !home.page.startsWith('Login'),
    activated: again.page !== 'Verify Your Identity | Salesforce',
    userCode: typed.page.startsWith('Login'),
    token: members((await refreshWith(sf, 'Web_Server', all.token)).body).access_token !== undefined,
  };
}

test('what its server has given is taken', async () => {
  await using theirs = await start();
  const all = await given(theirs);
  await using sf = await start();
  await sf.restore(await theirs.snapshot());
  expect(await taken(sf, all)).toEqual({
    afterVerification: 'Allow Access?',
    form: true,
    session: true,
    activated: true,
    userCode: true,
    token: true,
  });
});

test('what this server gave before is not', async () => {
  await using sf = await start();
  const all = await given(sf);
  await using theirs = await start();
  await given(theirs);
  await sf.restore(await theirs.snapshot());
  expect(await taken(sf, all)).toEqual({
    afterVerification: 'Login | Salesforce',
    form: false,
    session: false,
    activated: false,
    userCode: false,
    token: false,
  });
});
