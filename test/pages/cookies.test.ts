/** The cookies of a browser: which of what it sends is read as its session, and as what it carries since its user typed a code. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { totp } from '../../src/policies/totp.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { send, user } from '../helpers/token.ts';

/** How a cookie is sent, and whether it is read. `?` stands for its value, `N` for its name. */
const FORMS: readonly [cookie: string, isRead: boolean][] = [
  ['N=?', true],
  ['a=b; N=?; c=d', true],
  ['a=b;N=?', true],
  ['a=b;   \t N=?', true],
  ['N=?;', true],
  ['N=  ?\t ; a=b', true],
  ['N =?', true],
  // The first of repeated ones counts.
  ['N=?; N=x', true],
  ['N=x; N=?', false],
  ['N=; N=?', false],
  ['Nx=?', false],
  ['xN=?', false],
  ['a=N=?', false],
  ['N', false],
  ['N=', false],
  ['', false],
  // Nothing is taken off a value or decoded in it.
  ['N="?"', false],
  ['N=%41?', false],
  ['N=?=', false],
  ['N=? x', false],
  ['N=?,N=?', false],
  ['a="b; N=?"', false],
  // What is no pair, and names that objects have, are cookies like others.
  ['a; N=?', true],
  ['; ;; N=?', true],
  ['=; N=?', true],
  ['=x; N=?', true],
  ['a;b;c=d; N=?', true],
  ['__proto__=x; constructor=y; N=?', true],
  ['__proto__; N=?', true],
];

const cookieHeader = (form: string, name: string, value: string) =>
  form.replaceAll('N', name).replaceAll('?', value);

const LOG_IN = { un: 'ada@acme.example', pw: 'correct-horse' };

async function post(sf: Fauxforce, path: string, form: Record<string, string>, cookie = '') {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', cookie };
  return send(sf, path, { method: 'POST', headers, body: new URLSearchParams(form).toString() });
}

const cookiesSet = ({ headers }: Awaited<ReturnType<typeof post>>) =>
  Object.fromEntries(
    [headers['set-cookie'] ?? []].flat().map((line) => (line.split(';')[0] as string).split('=', 2)),
  ) as Record<string, string>;

describe('the session', () => {
  let sf: Fauxforce;
  let sid: string;
  beforeAll(async () => {
    sf = await startFauxforce();
    sid = cookiesSet(await post(sf, '/', LOG_IN)).sid ?? '';
  });
  afterAll(() => sf[Symbol.asyncDispose]());
  const isLoggedIn = async (cookie: string) =>
    (await send(sf, '/', { headers: { cookie } })).body.includes('ada@acme.example');

  test.each(FORMS)('%s', async (form, isRead) => {
    expect(await isLoggedIn(cookieHeader(form, 'sid', sid))).toBe(isRead);
  });

  test('is found behind as many cookies as a head has room for', async () => {
    for (const many of ['a=b;'.repeat(3_500), ';'.repeat(14_000), 'a;'.repeat(7_000), 'sid;'.repeat(3_500)]) {
      expect(await isLoggedIn(`${many} sid=${sid}`)).toBe(true);
    }
  });

  test('with another letter in its name is none', async () => {
    expect(await isLoggedIn(`SID=${sid}; Sid=${sid}`)).toBe(false);
  });
});

describe('an activated browser', () => {
  let sf: Fauxforce;
  let activated: string;
  beforeAll(async () => {
    sf = await startFauxforce({
      demo: {
        users: { ada: { totpSecret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' } },
        settings: { trustedIpRanges: [{ start: '10.0.0.0', end: '10.255.255.255' }] },
      },
    });
    const { body } = await post(sf, '/', LOG_IN);
    const [, path = ''] = /action="([^"]+)"/.exec(body) ?? [];
    const [, proof = ''] = /name="proof" value="([^"]+)"/.exec(body) ?? [];
    const tc = totp(user(sf, 'ada').totpSecret, sf.clock.now());
    activated = cookiesSet(await post(sf, path, { proof, tc, save: 'Verify' })).sfdc_lv2 ?? '';
  });
  afterAll(() => sf[Symbol.asyncDispose]());

  test.each(FORMS)('%s', async (form, isRead) => {
    const { status } = await post(sf, '/', LOG_IN, cookieHeader(form, 'sfdc_lv2', activated));
    expect(status).toBe(isRead ? 302 : 200);
  });
});
