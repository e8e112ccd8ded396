/** Who may use the lab: programs of this machine, whoever holds the lab token, and never a page of another site. */
import { describe, expect, test } from 'vitest';
import { labCookie } from '../../src/lab/plane/lab-cookie.ts';
import type { StartOptions } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { send } from '../helpers/token.ts';

const fresh = freshServers();

type Headers = Readonly<Record<string, string>>;

/** What the lab answers: its status, and its sentence where it refuses. */
async function asked(options: StartOptions, headers: Headers, path = '/_fauxforce/clock') {
  const sf = await fresh(options);
  const { port } = new URL(sf.url);
  const own = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', port)]),
  );
  const { status, body } = await send(sf, path, { headers: own });
  return status === 200 ? status : [status, JSON.parse(body).error];
}

const notThisMachine = (host: string) => [
  403,
  `Host ${host} is not this machine: call the lab as localhost, or start fauxforce with --lab-token and send it`,
];
const ofAnotherSite = (origin: string) => [
  403,
  `Origin ${origin} is another site's: the lab is not for web pages of other sites`,
];
const CLOSED = [
  403,
  'the lab is closed because other machines can reach this server: start fauxforce with --lab-token and send the token',
];
const THROUGH_A_PROXY = [
  403,
  'a proxy passed this request on, and nothing says that its client is this machine: call the lab directly, or start fauxforce with --lab-token and send it',
];
const WRONG = [
  401,
  'the lab token is not the right one: send Authorization: Bearer <the value of --lab-token>',
];
const NONE = [
  401,
  'no lab token came with the request: send Authorization: Bearer <the value of --lab-token>',
];

describe('a name that is not this machine is refused: DNS rebinding', () => {
  test.each([
    'localhost',
    'localhost:PORT',
    'LOCALHOST:1',
    'acme.localhost',
    'a-1.localhost:PORT',
    '127.0.0.1',
    '127.255.1.20:PORT',
    '[::1]',
    '[::1]:PORT',
  ])('%s is', async (host) => {
    expect(await asked({}, { host })).toBe(200);
  });

  test.each([
    'evil.example',
    'localhost.evil.example',
    'evil.example.localhost.com',
    'xlocalhost',
    'a.b.localhost',
    'localhostx',
    'localhost.',
    '10.0.0.1',
    '128.0.0.1',
    '127.0.0.1.evil.example',
    '127.0.0',
    '[::2]',
    'login.salesforce.com',
    'acme.develop.my.salesforce.com',
  ])('%s is not', async (host) => {
    expect(await asked({}, { host })).toEqual(notThisMachine(host));
  });

  test('the base URL counts as this machine, with its port', async () => {
    const baseUrl = 'https://salesforce.example:8443/below';
    expect(await asked({ baseUrl }, { host: 'salesforce.example:8443' })).toBe(200);
    expect(await asked({ baseUrl }, { host: 'localhost' })).toBe(200);
    for (const host of ['salesforce.example', 'x.salesforce.example:8443']) {
      expect(await asked({ baseUrl }, { host })).toEqual(notThisMachine(host));
    }
  });
});

describe('a name that a trusted proxy was called by is refused like one in Host', () => {
  const trustProxy = ['127.0.0.1', '::1'];
  const notOurs = (host: string) => [
    403,
    `X-Forwarded-Host ${host} is not this machine: call the lab as localhost, or start fauxforce with --lab-token and send it`,
  ];

  test.each([
    ['evil.example', notOurs('evil.example')],
    ['localhost, evil.example', notOurs('evil.example')],
    ['login.salesforce.com', notOurs('login.salesforce.com')],
    ['localhost', 200],
    ['acme.localhost:8443', 200],
    ['SALESFORCE.example:8443', 200],
    ['salesforce.example', notOurs('salesforce.example')],
  ])('%s', async (forwarded, answer) => {
    const options = { trustProxy, baseUrl: 'https://salesforce.example:8443' };
    const headers = { 'x-forwarded-host': forwarded, 'x-forwarded-for': '127.0.0.1' };
    expect(await asked(options, headers)).toEqual(answer);
  });

  test('one in Host is so whatever the proxy says', async () => {
    const headers = { host: 'evil.example', 'x-forwarded-host': 'localhost' };
    expect(await asked({ trustProxy }, headers)).toEqual(notThisMachine('evil.example'));
  });

  test('nobody listens to a stranger, and the lab token does instead', async () => {
    const headers = { 'x-forwarded-host': 'evil.example' };
    expect(await asked({}, headers)).toEqual(THROUGH_A_PROXY);
    expect(await asked({ trustProxy: ['10.0.0.0/8'] }, headers)).toEqual(THROUGH_A_PROXY);
    const withToken = { ...headers, authorization: 'Bearer open-sesame' };
    expect(await asked({ trustProxy, labToken: 'open-sesame' }, withToken)).toBe(200);
  });
});

describe('a client beyond this machine is refused, whatever name it calls', () => {
  const trustProxy = ['127.0.0.1', '::1'];
  const isAt = (address: string) => [
    403,
    `this request is from ${address}, beyond this machine: start fauxforce with --lab-token and send it`,
  ];

  test.each([
    ['203.0.113.9', isAt('203.0.113.9')],
    ['127.0.0.1, 203.0.113.9', isAt('203.0.113.9')],
    ['203.0.113.9, 127.0.0.1', isAt('203.0.113.9')],
    ['::ffff:203.0.113.9', isAt('::ffff:203.0.113.9')],
    ['unknown', isAt('unknown')],
    ['127.0.0.1', 200],
    ['::1', 200],
    ['::ffff:127.0.0.1', 200],
    ['127.0.0.1, ::1', 200],
  ])('X-Forwarded-For: %s of a trusted proxy', async (chain, answer) => {
    expect(await asked({ trustProxy }, { host: 'localhost', 'x-forwarded-for': chain })).toEqual(answer);
  });

  test('every address of the chain counts where every proxy is trusted', async () => {
    const everybody = { trustProxy: ['0.0.0.0/1', '128.0.0.0/1', '::1'] };
    const chain = { 'x-forwarded-for': '127.0.0.1, 203.0.113.9' };
    expect(await asked(everybody, chain)).toEqual(isAt('203.0.113.9'));
  });

  test.each<Headers>([
    { 'x-forwarded-for': '127.0.0.1' },
    { 'x-forwarded-host': 'localhost' },
    { 'x-forwarded-proto': 'https' },
    { 'x-real-ip': '127.0.0.1' },
    { forwarded: 'for=127.0.0.1' },
    { via: '1.1 somebody' },
  ])('%j of a proxy that nobody trusts says nothing of its client', async (headers) => {
    expect(await asked({}, headers)).toEqual(THROUGH_A_PROXY);
    expect(await asked({ trustProxy: ['10.0.0.0/8'] }, headers)).toEqual(THROUGH_A_PROXY);
  });

  test.each<Headers>([
    { forwarded: 'for=203.0.113.9' },
    { via: '1.1 ours' },
    { 'x-forwarded-proto': 'https' },
    { 'x-forwarded-for': '' },
  ])('%j of a trusted proxy that names no client', async (headers) => {
    expect(await asked({ trustProxy }, headers)).toEqual(THROUGH_A_PROXY);
  });

  test('the name of the base URL does not make this machine of them', async () => {
    const baseUrl = 'https://sf.example.com';
    const headers = { host: 'sf.example.com', 'x-forwarded-for': '9.9.9.9' };
    expect(await asked({ baseUrl }, headers)).toEqual(THROUGH_A_PROXY);
    expect(await asked({ baseUrl, trustProxy }, headers)).toEqual(isAt('9.9.9.9'));
  });

  test('the address that a test gives a request counts for nothing here', async () => {
    const options = { trustProxy, allowClientIpHeader: true };
    const headers = { 'x-fauxforce-client-ip': '127.0.0.1', 'x-forwarded-for': '203.0.113.9' };
    expect(await asked(options, headers)).toEqual(isAt('203.0.113.9'));
    expect(await asked({ allowClientIpHeader: true }, { 'x-fauxforce-client-ip': '203.0.113.9' })).toBe(200);
  });

  test('the lab token opens it, and nobody needs one for the health', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.9', authorization: 'Bearer open-sesame' };
    expect(await asked({ trustProxy, labToken: 'open-sesame' }, headers)).toBe(200);
    expect(await asked({ trustProxy }, headers, '/_fauxforce/health')).toBe(200);
  });
});

describe('a page of another site is refused', () => {
  test.each(['http://127.0.0.1:PORT', 'HTTP://127.0.0.1:PORT'])('%s is our own', async (origin) => {
    expect(await asked({}, { host: '127.0.0.1:PORT', origin })).toBe(200);
  });

  test.each([
    'https://evil.example',
    'null',
    'http://127.0.0.1:1',
    'http://127.0.0.1',
    'http://localhost',
    'https://127.0.0.1:7332',
  ])('%s is not', async (origin) => {
    expect(await asked({}, { host: '127.0.0.1:7332', origin })).toEqual(ofAnotherSite(origin));
    expect(await asked({}, { host: '127.0.0.1:7332', origin }, '/_fauxforce/health')).toEqual(
      ofAnotherSite(origin),
    );
    const withToken = { host: 'a.example', origin, authorization: 'Bearer open-sesame' };
    expect(await asked({ labToken: 'open-sesame' }, withToken)).toEqual(ofAnotherSite(origin));
  });

  test('the origin of the base URL is our own, and so is that of the name it was called by', async () => {
    const baseUrl = 'https://salesforce.example/below';
    for (const origin of ['https://salesforce.example', 'http://localhost:7332']) {
      expect(await asked({ baseUrl }, { host: 'localhost:7332', origin })).toBe(200);
    }
    expect(await asked({ baseUrl }, { host: 'localhost:7332', origin: 'https://other.example' })).toEqual(
      ofAnotherSite('https://other.example'),
    );
  });
});

describe('with a lab token, whoever holds it', () => {
  const guarded = { labToken: 'open-sesame', exposed: true };
  const host = 'fauxforce:7332';
  const cookieOf = (token: string) => labCookie(token, false).split(';')[0] ?? '';

  test.each<[Headers, number]>([
    [{ cookie: cookieOf('open-sesame') }, 200],
    [{ cookie: `a=b; ${cookieOf('open-sesame')}` }, 200],
    [{ authorization: 'Bearer open-sesame' }, 200],
    [{ authorization: 'bearer   open-sesame' }, 200],
    [{ 'x-fauxforce-token': 'open-sesame' }, 200],
  ])('%j', async (headers, status) => {
    expect(await asked(guarded, { host, ...headers })).toBe(status);
  });

  test.each<[Headers, readonly (number | string)[]]>([
    [{}, NONE],
    [{ authorization: 'Bearer open-sesam' }, WRONG],
    [{ authorization: 'Bearer open-sesame2' }, WRONG],
    [{ authorization: 'Bearer Open-sesame' }, WRONG],
    [{ authorization: 'Bearer open-sesame too' }, NONE],
    [{ authorization: 'xBearer open-sesame' }, NONE],
    [{ authorization: 'Basic open-sesame' }, NONE],
    [{ authorization: 'Beareropen-sesame' }, NONE],
    [{ 'x-fauxforce-token': 'open' }, WRONG],
    [{ cookie: cookieOf('open') }, NONE],
    [{ cookie: 'fauxforce_lab=open-sesame' }, NONE],
    [{ cookie: cookieOf('open-sesame'), authorization: 'Bearer open' }, WRONG],
    [{ cookie: cookieOf('open-sesame'), 'x-fauxforce-token': '' }, WRONG],
    [{ 'x-fauxforce-token': '' }, WRONG],
    [{ authorization: 'Bearer wrong', 'x-fauxforce-token': 'open-sesame' }, WRONG],
  ])('and not %j', async (headers, answer) => {
    expect(await asked(guarded, { host, ...headers })).toEqual(answer);
  });

  test('nobody needs one for the health', async () => {
    expect(await asked(guarded, { host }, '/_fauxforce/health')).toBe(200);
    expect(await asked({ exposed: true }, { host }, '/_fauxforce/health')).toBe(200);
  });

  test('loopback does not do instead', async () => {
    expect(await asked({ labToken: 'open-sesame' }, { host: 'localhost' })).toEqual(NONE);
  });
});

test('open to other machines and without a token it is closed, to this machine too', async () => {
  expect(await asked({ exposed: true }, { host: 'localhost' })).toEqual(CLOSED);
  expect(await asked({ exposed: true }, { host: 'fauxforce:7332' })).toEqual(CLOSED);
});
