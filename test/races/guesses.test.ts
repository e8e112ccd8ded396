/** Whoever guesses many at once, or at two processes, has no more tries than whoever guesses one after the other. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, describe, expect, test } from 'vitest';
import { totp } from '../../src/policies/totp.ts';
import { Browser, type Walk } from '../../src/testing/browser.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { credentials, postToken, user } from '../helpers/token.ts';
import { isToken, pipeline } from './pipeline.ts';

const folder = mkdtempSync(`${tmpdir()}/fauxforce-guesses-`);
afterAll(() => rmSync(folder, { recursive: true }));

const TOKEN = '/services/oauth2/token';
const THREE = { settings: { maxLoginAttempts: 'ThreeAttempts' } };
const RIGHT = 'correct-horseTok3n';

const form = (sf: Fauxforce, password: string) => ({
  grant_type: 'password',
  ...credentials(sf, 'Username_Password'),
  username: 'ada@acme.example',
  password,
});
const guess = (sf: Fauxforce, password: string) => ({ path: TOKEN, form: form(sf, password) });
const lastRefusal = (sf: Fauxforce) => sf.journal.entries({ outcome: 'refused', limit: 1 })[0]?.refusal;
const failures = async (sf: Fauxforce) =>
  (await sf.world.store.failedLogIns.find(user(sf, 'ada').id))?.failures;

function wrong(times: number): string[] {
  return Array.from({ length: times }, (_, i) => `guess-${i}`);
}

describe('passwords', () => {
  test('60 in one segment, the last of them right: no token, and the user is locked out', async () => {
    await using sf = await startFauxforce({ demo: THREE });
    const answers = await pipeline(
      sf,
      [...wrong(59), RIGHT].map((password) => guess(sf, password)),
    );
    expect(answers).toHaveLength(60);
    expect(answers.filter(isToken)).toEqual([]);
    expect(await failures(sf)).toBe(3);
    expect((await postToken(sf, form(sf, RIGHT))).status).toBe(400);
    expect(lastRefusal(sf)?.name).toBe('password.locked-user');
  });

  test('two wrong ones and the right one in one segment: a token', async () => {
    await using sf = await startFauxforce({ demo: THREE });
    const answers = await pipeline(
      sf,
      [...wrong(2), RIGHT].map((password) => guess(sf, password)),
    );
    expect(answers.map(isToken)).toEqual([false, false, true]);
  });

  test('at two servers of one store', async () => {
    const store = `${folder}/two.db`;
    await using one = await startFauxforce({ store, demo: THREE });
    await using other = await startFauxforce({ store, demo: THREE });
    const guesses = wrong(20).map((password) => guess(one, password));
    await Promise.all([pipeline(one, guesses), pipeline(other, guesses)]);
    expect(await failures(one)).toBe(3);
    expect((await postToken(other, form(other, RIGHT))).status).toBe(400);
  });

  test('on the log-in page', async () => {
    await using sf = await startFauxforce({ demo: THREE });
    const answers = await pipeline(
      sf,
      [...wrong(19), 'correct-horse'].map((pw) => ({ path: '/', form: { un: 'ada@acme.example', pw } })),
    );
    expect(answers.filter((answer) => /set-cookie: sid=0/i.test(answer))).toEqual([]);
    expect(await failures(sf)).toBe(3);
  });

  test('in the code and credentials flow', async () => {
    await using sf = await startFauxforce({ demo: THREE });
    const { consumerKey, callbackUrls } = sf.apps.Headless!;
    const vera = sf.users.vera!;
    const answers = await pipeline(
      sf,
      [...wrong(19), vera.password].map((password) => ({
        path: '/customers/services/oauth2/authorize',
        headers: {
          'Auth-Request-Type': 'Named-User',
          authorization: `Basic ${Buffer.from(`${vera.username}:${password}`).toString('base64')}`,
        },
        form: {
          response_type: 'code_credentials',
          client_id: consumerKey,
          redirect_uri: callbackUrls[0] ?? '',
        },
      })),
    );
    expect(answers.filter((answer) => answer.includes('"code"'))).toEqual([]);
    expect((await sf.world.store.failedLogIns.find(vera.id))?.failures).toBe(3);
  });
});

describe('what follows the password', () => {
  const MFA = { profiles: { 'System Administrator': { twoFactorApi: true } }, ...THREE };

  test('codes of the authenticator, 60 in one segment', async () => {
    await using sf = await startFauxforce({ demo: MFA });
    const right = totp(user(sf, 'ada').totpSecret, sf.clock.now());
    const codes = [...wrong(59).map((_, i) => String(i).padStart(6, '0')), right];
    const answers = await pipeline(
      sf,
      codes.map((code) => guess(sf, `correct-horse${code}`)),
    );
    expect(answers.filter(isToken)).toEqual([]);
    expect(await failures(sf)).toBe(3);
  });

  test('a password without a code does not forgive codes that were wrong', async () => {
    await using sf = await startFauxforce({ demo: MFA });
    for (const sent of ['000000', '', '000001', '', '000002'])
      expect((await postToken(sf, form(sf, `correct-horse${sent}`))).status).toBe(400);
    const right = totp(user(sf, 'ada').totpSecret, sf.clock.now());
    expect((await postToken(sf, form(sf, `correct-horse${right}`))).status).toBe(400);
    expect(lastRefusal(sf)?.name).toBe('password.locked-user');
  });
});

describe('codes of the page that asks for one', () => {
  const ELSEWHERE = [{ start: '10.0.0.0', end: '10.255.255.255' }];
  const start = (settings: object = THREE.settings) =>
    startFauxforce({
      demo: {
        users: { ada: { totpSecret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' } },
        settings: { ...settings, trustedIpRanges: ELSEWHERE },
      },
    });
  const ADA = { username: 'ada@acme.example', password: 'correct-horse' };

  function page(walk: Walk): Extract<Walk, { page: string }> {
    if (walk.callback) throw new Error(`expected a page, not ${walk.location}`);
    return walk;
  }
  async function verifyPage(sf: Fauxforce, browser = new Browser()) {
    return page(await browser.submit(page(await browser.open(`${sf.url}/`)), 'Login', ADA));
  }
  const proofOn = ({ text }: { text: string }) => /name="proof"[^>]*value="([^"]*)"/.exec(text)?.[1] ?? '';
  const PATH = '/_ui/identity/verification/method/TotpVerificationFinishUi/e';
  const codeNow = (sf: Fauxforce) => totp(user(sf, 'ada').totpSecret, sf.clock.now());

  test('60 in one segment, the last of them right: no session', async () => {
    await using sf = await start();
    const proof = proofOn(await verifyPage(sf));
    expect(proof).not.toBe('');
    const codes = [...wrong(59).map((_, i) => String(i).padStart(6, '0')), codeNow(sf)];
    const answers = await pipeline(
      sf,
      codes.map((tc) => ({ path: PATH, form: { proof, tc } })),
    );
    expect(answers.filter((answer) => /set-cookie: sid=0/i.test(answer))).toEqual([]);
    expect(await failures(sf)).toBe(3);
  });

  test('the right password in between does not forgive them', async () => {
    await using sf = await start();
    for (const tc of ['000000', '000001', '000002']) {
      const browser = new Browser();
      await browser.submit(await verifyPage(sf, browser), 'save', { tc });
    }
    expect((await verifyPage(sf)).text).toContain('check your username and password');
    expect(lastRefusal(sf)?.name).toBe('login.locked');
  });

  test.each(['éééééé', '١٢٣٤٥٦', '12345', ' ', '🐎🐎🐎'])('%s is a wrong code, and counts', async (tc) => {
    await using sf = await start();
    const browser = new Browser();
    const answer = page(await browser.submit(await verifyPage(sf, browser), 'save', { tc }));
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('The verification code is incorrect or has expired. Try again.');
    expect(await failures(sf)).toBe(1);
  });

  test('a code that is not ASCII follows a password', async () => {
    await using sf = await startFauxforce({
      demo: { profiles: { 'System Administrator': { twoFactorApi: true } }, ...THREE },
    });
    expect(await postToken(sf, form(sf, 'correct-horseéééééé'))).toMatchObject({
      status: 400,
      body: '{"error":"invalid_grant","error_description":"authentication failure"}',
    });
    expect(await failures(sf)).toBe(1);
  });

  test.each([THREE.settings, { maxLoginAttempts: 'NoLimit' }])(
    'a code works once, and the next one after it (%j)',
    async (settings) => {
      await using sf = await start(settings);
      sf.clock.freeze();
      const tc = codeNow(sf);
      const enter = async (code: string) => {
        const browser = new Browser();
        const walk = await browser.submit(await verifyPage(sf, browser), 'save', { tc: code });
        return walk.callback ? walk.location : walk.page;
      };
      expect(await enter(tc)).not.toBe('Verify Your Identity | Salesforce');
      expect(await enter(tc)).toBe('Verify Your Identity | Salesforce');
      expect(lastRefusal(sf)).toMatchObject({ name: 'login.verification-code' });
      expect(lastRefusal(sf)?.why).toContain('was used before');
      sf.clock.advance(30_000);
      expect(await enter(tc)).toBe('Verify Your Identity | Salesforce');
      expect(await enter(codeNow(sf))).not.toBe('Verify Your Identity | Salesforce');
    },
  );

  test('a code works once, also after a password, at another server of the store', async () => {
    const store = `${folder}/codes.db`;
    const demo = { profiles: { 'System Administrator': { twoFactorApi: true } } };
    await using one = await startFauxforce({ store, demo });
    await using other = await startFauxforce({ store, demo });
    const code = codeNow(one);
    const answers = await Promise.all(
      [one, other, one, other].map((sf) => postToken(sf, form(sf, `correct-horse${code}`))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400]);
    expect(lastRefusal(one)?.why ?? lastRefusal(other)?.why).toContain('was used before');
  });

  test('the kit has a code for each log-in of a moment that the app shows one for', async () => {
    await using sf = await start();
    sf.clock.freeze();
    for (let i = 0; i < 3; i++)
      expect(await sf.login({ app: 'Web_Server', user: 'ada' })).toHaveProperty('code');
    await expect(sf.login({ app: 'Web_Server', user: 'ada' })).rejects.toThrow('was used before');
    sf.clock.advance(30_000);
    expect(await sf.login({ app: 'Web_Server', user: 'ada' })).toHaveProperty('code');
  });
});

describe('log-ins of an hour', () => {
  const three = { settings: { loginsPerHour: 3 } };
  const ask = (sf: Fauxforce) => ({
    path: TOKEN,
    form: { grant_type: 'client_credentials', ...credentials(sf, 'Client_Credentials') },
  });
  const refused = (answer: string) => answer.includes('"error_description":"login rate exceeded"');

  test('50 in one segment: three tokens', async () => {
    await using sf = await startFauxforce({ demo: three });
    const answers = await pipeline(sf, Array(50).fill(ask(sf)));
    expect(answers.filter(isToken)).toHaveLength(3);
    expect(answers.filter(refused)).toHaveLength(47);
  });

  test('at two servers of one store, the log-in page included', async () => {
    const store = `${folder}/rate.db`;
    await using one = await startFauxforce({ store, demo: three });
    await using other = await startFauxforce({ store, demo: three });
    const many = Array(20).fill(ask(one));
    const answers = (await Promise.all([pipeline(one, many), pipeline(other, many)])).flat();
    expect(answers.filter(isToken)).toHaveLength(3);
    expect(answers.filter(refused)).toHaveLength(37);
  });

  test('on the log-in page', async () => {
    await using sf = await startFauxforce({ demo: three });
    const logIn = { path: '/', form: { un: 'ada@acme.example', pw: 'correct-horse' } };
    const answers = await pipeline(sf, Array(20).fill(logIn));
    expect(answers.filter((answer) => /set-cookie: sid=0/i.test(answer))).toHaveLength(3);
  });
});
