/** Requests as nobody sends them who means well: bodies cut off anywhere, objects for words, a thousand parameters, hosts that are none. */
import { sign } from 'node:crypto';
import fc from 'fast-check';
import { demoKey } from '../helpers/jwt.ts';
import { exchange, exchangeAndEnd, statuses } from '../server/exchange.ts';
import { PATHS } from './paths.ts';

/** JSON texts in the place of a word. */
const WORDS = [
  '{"toString":1,"valueOf":1}',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  'null',
  '1e999',
  '["a"]',
  '"RS256"',
];

const HOSTS = [
  'localhost',
  'login.salesforce.com',
  'localhost:99999',
  '1.2.3.256',
  '[1:2]',
  '[::1]:1',
  'a\r\nHost: b',
  'a..b',
  'é',
];
const PROTOCOLS = [
  '',
  'X-Forwarded-Proto: a b\r\n',
  'X-Forwarded-Proto: https\r\n',
  'Upgrade: websocket\r\nConnection: Upgrade\r\n',
];

const CENTRAL = ['/', '/services/oauth2/authorize', '/services/oauth2/token', '/secur/frontdoor.jsp'];
const LAB = ['/_fauxforce/orgs', '/_fauxforce/tokens', '/_fauxforce/failures'];
const path = fc.oneof(fc.constantFrom(...CENTRAL), fc.constantFrom(...LAB), fc.constantFrom(...PATHS, '/%'));
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('éééééé', '', 'x'.repeat(3_000)),
);

interface Body {
  readonly type: string;
  readonly bytes: string;
}

const form: fc.Arbitrary<Body> = fc
  .oneof(
    {
      weight: 9,
      arbitrary: fc.array(fc.tuple(text, text).map((pair) => new URLSearchParams([pair]).toString())),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(1_000, 1_001, 400_000).map((count) => Array<string>(count).fill('a')),
    },
  )
  .map((pairs) => ({ type: 'application/x-www-form-urlencoded', bytes: pairs.join('&') }));

const CONTENT = ['', 'v', 'a'.repeat(70_000)];
const LINES = [
  'Content-Disposition: form-data; name="f"\r\n',
  'Content-Disposition: form-data; name="f"; filename="a"\r\n',
  'Content-Disposition: form-data\r\n',
  'Content-Type: text/plain; charset=no-such\r\n',
  'nonsense',
];

/** Parts of fields, files and neither, with a closing boundary or without. */
const multipart: fc.Arbitrary<Body> = fc
  .tuple(
    fc.array(
      fc
        .tuple(fc.subarray(LINES, { maxLength: 2 }), fc.constantFrom(...CONTENT))
        .map(([lines, content]) => `--x\r\n${lines.join('')}\r\n${content}`),
      { minLength: 1, maxLength: 4 },
    ),
    fc.constantFrom('\r\n--x--', ''),
  )
  .map(([parts, end]) => ({ type: 'multipart/form-data; boundary=x', bytes: parts.join('\r\n') + end }));

const word = fc.constantFrom(...WORDS);
const member = fc.tuple(
  fc.constantFrom(
    'expiresIn',
    'client_id',
    'username',
    'scope',
    'set',
    'advance',
    'times',
    'delay',
    'refusal',
    'org',
    'client_name',
  ),
  word,
);
const json: fc.Arbitrary<Body> = fc.array(member, { minLength: 1, maxLength: 3 }).map((members) => ({
  type: 'application/json',
  bytes: `{${members.map(([name, value]) => `"${name}":${value}`).join()}}`,
}));

/** A JWT that the demo's apps would take, but for one header or claim. */
const assertion: fc.Arbitrary<Body> = fc
  .tuple(fc.constantFrom('alg', 'kid', 'crit', 'aud', 'exp', 'nbf', 'sub'), word)
  .map(([name, value]) => {
    const inHeader = ['alg', 'kid', 'crit'].includes(name);
    const encode = (members: string[]) => Buffer.from(`{${members.join()}}`).toString('base64url');
    const header = encode(['"alg":"RS256"', ...(inHeader ? [`"${name}":${value}`] : [])]);
    const claims = [
      '"iss":"3MVG9Demo.JWT_Bearer"',
      '"sub":"ada@acme.example"',
      '"exp":9999999999',
      '"aud":"https://login.salesforce.com"',
    ];
    const signedText = `${header}.${encode([...claims, ...(inHeader ? [] : [`"${name}":${value}`])])}`;
    const signature = sign('sha256', Buffer.from(signedText), demoKey).toString('base64url');
    const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    return {
      type: 'application/x-www-form-urlencoded',
      bytes: new URLSearchParams({ grant_type, assertion: `${signedText}.${signature}` }).toString(),
    };
  });

/** Where a request is cut off, of all its bytes; mostly nowhere. */
const cut = fc.oneof(
  { weight: 9, arbitrary: fc.constant(1) },
  { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
);

export interface Hostile {
  readonly bytes: Buffer;
  /** Whether all of it is there: then it has an answer. */
  readonly isWhole: boolean;
}

/** One request that asks to be the last of its connection. Its body may be cut off although its length says so. */
export const hostileRequest: fc.Arbitrary<Hostile> = fc
  .tuple(
    fc.constantFrom('GET', 'POST', 'POST', 'POST', 'PUT', 'PATCH'),
    path,
    fc.oneof(
      { weight: 4, arbitrary: fc.constant('localhost') },
      { weight: 1, arbitrary: fc.constantFrom(...HOSTS) },
    ),
    fc.oneof(
      { weight: 9, arbitrary: fc.constant('') },
      { weight: 1, arbitrary: fc.constantFrom(...PROTOCOLS) },
    ),
    fc.oneof(
      form,
      multipart,
      json,
      assertion.map((body) => ({ ...body, path: '/services/oauth2/token' })),
    ),
    fc.oneof(
      { weight: 2, arbitrary: fc.constant(1) },
      { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
    ),
    cut,
  )
  .map(([method, anyPath, host, extra, sent, bodyCut, wholeCut]) => {
    const body = Buffer.from(sent.bytes);
    const kept = body.subarray(0, Math.ceil(body.length * bodyCut));
    const head = `${method} ${'path' in sent ? sent.path : anyPath} HTTP/1.1\r\nHost: ${host}\r\n${extra}Content-Type: ${sent.type}\r\nContent-Length: ${kept.length}\r\nConnection: close\r\n\r\n`;
    const all = Buffer.concat([Buffer.from(head), kept]);
    return { bytes: all.subarray(0, Math.ceil(all.length * wholeCut)), isWhole: wholeCut === 1 };
  });

/** Who hangs up before the answer does not get it, so only those that are cut off do. */
export async function statusOf(url: string, { bytes, isWhole }: Hostile): Promise<number | undefined> {
  const send = isWhole ? exchange : exchangeAndEnd;
  return statuses(await send(url, bytes))[0];
}
