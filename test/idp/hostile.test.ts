/** What nobody should send: each is refused with its code and an explanation, leads nowhere that is not registered, and is no mistake of ours. */
import { sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import { authnRequest } from '../../src/testing/saml.ts';
import { ENTITY, formOf, logInTo, providerId, startIdp } from './helpers.ts';

let sf: Fauxforce;
let made = 0;

beforeAll(async () => {
  sf = await startIdp();
});
afterAll(async () => sf[Symbol.asyncDispose]());

function request(change: (xml: string) => string = (xml) => xml): string {
  return change(
    authnRequest({
      id: `_hostile${++made}`,
      issuer: ENTITY,
      destination: `${sf.url}/idp/endpoint/HttpRedirect`,
      issuedAt: sf.clock.now(),
    }),
  );
}

const send = (query: Record<string, string>) =>
  fetch(`${sf.url}/idp/endpoint/HttpRedirect?${new URLSearchParams(query)}`, { redirect: 'manual' });
const post = (form: Record<string, string>) =>
  fetch(`${sf.url}/idp/endpoint/HttpPost`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(form),
  });
const deflated = (xml: string | Buffer) => deflateRawSync(xml).toString('base64');
const base64 = (xml: string) => Buffer.from(xml).toString('base64');

async function refusedAs(answer: Promise<Response>, name: string): Promise<void> {
  const { status, headers } = await answer;
  expect(status).toBe(403);
  expect(headers.get('location')).toBeNull();
  const last = sf.journal.last();
  expect(last?.refusal?.name).toBe(name);
  expect(last?.refusal?.why).not.toContain('undefined');
}

const NESTED = `${'<a>'.repeat(30_000)}${'</a>'.repeat(30_000)}`;
const inside = (content: string) => (xml: string) =>
  xml.replace('</samlp:AuthnRequest>', `${content}</samlp:AuthnRequest>`);

describe('documents', () => {
  test.each<[string, (xml: string) => string]>([
    ['a DOCTYPE', (xml) => `<!DOCTYPE a [<!ENTITY b "c">]>${xml}`],
    [
      'an external entity',
      (xml) => `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>${xml.replace(ENTITY, '&b;')}`,
    ],
    ['an entity nobody declared', (xml) => xml.replace(ENTITY, '&b;')],
    ['a comment', (xml) => xml.replace(ENTITY, `${ENTITY}<!-- -->`)],
    ['deep nesting', inside(NESTED)],
    ['many elements', inside('<a/>'.repeat(5_000))],
    ['many attributes', inside(`<a ${Array.from({ length: 9_000 }, (_, i) => `a${i}=""`).join(' ')}/>`)],
    ['two signatures', inside('<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>'.repeat(2))],
    ['an ID twice', inside(`<a ID="_twice"/><b ID="_twice"/>`)],
    ['an ID with markup', (xml) => xml.replace(/ID="[^"]*"/, 'ID="&quot;&gt;&lt;script&gt;"')],
    ['no ID', (xml) => xml.replace(/ ID="[^"]*"/, '')],
    ['SAML 1.1', (xml) => xml.replace('Version="2.0"', 'Version="1.1"')],
    ['another root', (xml) => xml.replaceAll('AuthnRequest', 'ArtifactResolve')],
    ['another namespace', (xml) => xml.replace('SAML:2.0:protocol', 'SAML:2.0:other')],
    ['half of it', (xml) => xml.slice(0, 200)],
    ['a null character', (xml) => xml.replace(ENTITY, `${ENTITY}\0`)],
    ['nothing', () => ''],
  ])('%s, by redirect and by POST', async (_what, change) => {
    await refusedAs(send({ SAMLRequest: deflated(request(change)).slice(0, 12_000) }), 'idp.malformed');
    await refusedAs(post({ SAMLRequest: base64(request(change)) }), 'idp.malformed');
  });

  test('a bomb in deflate: a gigabyte of blanks', async () => {
    const bomb = deflateRawSync(Buffer.alloc(256 * 1024 * 1024, ' ')).toString('base64');
    await refusedAs(send({ SAMLRequest: bomb.slice(0, 12_000) }), 'idp.malformed');
    const small = deflateRawSync(Buffer.alloc(8 * 1024 * 1024, ' ')).toString('base64');
    const before = performance.now();
    await refusedAs(send({ SAMLRequest: small.slice(0, 15_000) }), 'idp.malformed');
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  test.each(['', ' ', '=', '%', 'a', '////', '\u{1f600}', 'A'.repeat(10_000)])(
    'text %j',
    async (SAMLRequest) => {
      await refusedAs(send({ SAMLRequest }), 'idp.malformed');
      await refusedAs(post({ SAMLRequest }), 'idp.malformed');
    },
  );

  test.each(['HttpArtifact', '__proto__', 'constructor'])('endpoint/%s, which is none', async (binding) => {
    const answer = await fetch(`${sf.url}/idp/endpoint/${binding}?SAMLRequest=${deflated(request())}`);
    expect([answer.status, sf.journal.last()?.refusal?.name]).toEqual([404, 'page.not-found']);
  });

  test('no message at all', async () => {
    await refusedAs(fetch(`${sf.url}/idp/endpoint/HttpRedirect`, { redirect: 'manual' }), 'idp.malformed');
    await refusedAs(post({}), 'idp.malformed');
  });
});

describe('what it asks for', () => {
  const asking = (change: (xml: string) => string) => send({ SAMLRequest: deflated(request(change)) });
  const at = (name: string, value: string) => (xml: string) =>
    xml.replace(' Version=', ` ${name}="${value}" Version=`);

  test.each([
    ['https://evil.example/acs'],
    ['https://sp.acme.example/acs/'],
    ['https://sp.acme.example.evil.example/acs'],
    ['javascript:alert(1)'],
    ['//evil.example'],
  ])('an answer at %s', async (url) => {
    await refusedAs(asking(at('AssertionConsumerServiceURL', url)), 'idp.acs');
  });

  test('an answer by another binding', async () => {
    await refusedAs(
      asking(at('ProtocolBinding', 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact')),
      'idp.acs',
    );
  });

  test('for nobody, for somebody unknown', async () => {
    await refusedAs(
      asking((xml) => xml.replace(ENTITY, '')),
      'idp.issuer',
    );
    await refusedAs(
      asking((xml) => xml.replace(ENTITY, 'https://other.example')),
      'idp.unresolved',
    );
    await refusedAs(
      asking((xml) => xml.replace(ENTITY, ENTITY.toUpperCase())),
      'idp.unresolved',
    );
  });

  test('at another endpoint', async () => {
    await refusedAs(
      asking((xml) => xml.replace('/HttpRedirect', '/HttpPost')),
      'idp.destination',
    );
  });

  test.each(['2020-01-01T00:00:00Z', '2099-01-01T00:00:00Z', 'yesterday', '', '2026-99-99T00:00:00Z'])(
    'at %j',
    async (instant) => {
      await refusedAs(
        asking((xml) => xml.replace(/IssueInstant="[^"]*"/, `IssueInstant="${instant}"`)),
        'idp.expired',
      );
    },
  );
});

describe('RelayState', () => {
  test('of 80 kB', async () => {
    await refusedAs(
      post({ SAMLRequest: base64(request()), RelayState: 'a'.repeat(80_000) }),
      'idp.relay-state',
    );
  });

  test.each([
    '"><script>alert(1)</script>',
    "' onload='x",
    '&amp;&lt;',
    ' blanks ',
    '%00%0d%0aSet-Cookie: a=b',
    'ü€😀',
    '',
  ])('%j comes back as it was, and does nothing on the page', async (RelayState) => {
    const query = new URLSearchParams({ SAMLRequest: deflated(request()), RelayState });
    const { fields, action } = await logInTo(sf, `/idp/endpoint/HttpRedirect?${query}`);
    expect(action).toBe('https://sp.acme.example/acs');
    expect(fields.RelayState).toBe(RelayState);
  });

  test('the longest, in letters that addresses escape twice, comes back when the org starts', async () => {
    const RelayState = 'ü'.repeat(2_048);
    const query = new URLSearchParams({ app: await providerId(sf), RelayState });
    const { headers } = await fetch(`${sf.url}/idp/login?${query}`, { redirect: 'manual' });
    expect(headers.get('location')?.length).toBeLessThan(8_000);
    expect((await logInTo(sf, headers.get('location') ?? '')).fields.RelayState).toBe(RelayState);
  });

  test('started by the org, too', async () => {
    const query = new URLSearchParams({ app: await providerId(sf), RelayState: 'a'.repeat(4_097) });
    await refusedAs(fetch(`${sf.url}/idp/login?${query}`, { redirect: 'manual' }), 'idp.relay-state');
  });
});

describe('the page in between', () => {
  const open = (query: string) => fetch(`${sf.url}/idp/login${query}`, { redirect: 'manual' });

  test('what this server has not sealed', async () => {
    const sealed = new URL((await send({ SAMLRequest: deflated(request()) })).headers.get('location') ?? '');
    const source = sealed.searchParams.get('source') ?? '';
    await refusedAs(open(`?source=${source.slice(0, -2)}AA`), 'idp.malformed');
    await refusedAs(open(`?source=${source}=`), 'idp.malformed');
    await refusedAs(open('?source='), 'idp.malformed');
    await refusedAs(open(`?app=${await providerId(sf)}&sealed=${source}`), 'idp.malformed');
    expect((await open(`?source=${source}`)).status).toBe(302);
  });

  test.each(['', '?app=', '?app=0sp000000000000', '?app=%00', `?app=${'0sp'.repeat(400)}`, '?app=__proto__'])(
    '%s',
    async (query) => {
      await refusedAs(open(query), 'idp.unresolved');
    },
  );

  test('an old one', async () => {
    await using own = await startIdp();
    const answer = await fetch(
      `${own.url}/idp/endpoint/HttpRedirect?${new URLSearchParams({
        SAMLRequest: deflated(
          authnRequest({
            id: '_old',
            issuer: ENTITY,
            destination: `${own.url}/idp/endpoint/HttpRedirect`,
            issuedAt: own.clock.now(),
          }),
        ),
      })}`,
      { redirect: 'manual' },
    );
    own.clock.advance('61m');
    await fetch(answer.headers.get('location') ?? '', { redirect: 'manual' });
    expect(own.journal.last()?.refusal?.name).toBe('idp.expired');
  });
});

describe('a signed query', () => {
  const KEY = readFileSync('seed/demo.key', 'utf8');
  let own: Fauxforce;

  beforeAll(async () => {
    own = await startIdp({ certificate: readFileSync('seed/demo.crt', 'utf8') });
  });
  afterAll(async () => own[Symbol.asyncDispose]());

  const message = (id: string) => {
    const destination = `${own.url}/idp/endpoint/HttpRedirect`;
    const xml = authnRequest({ id, issuer: ENTITY, destination, issuedAt: own.clock.now() });
    return encodeURIComponent(deflated(xml));
  };
  const signed = (...parts: string[]) => {
    const text = [...parts, 'SigAlg=http%3A%2F%2Fwww.w3.org%2F2001%2F04%2Fxmldsig-more%23rsa-sha256'].join(
      '&',
    );
    return `${text}&Signature=${encodeURIComponent(sign('sha256', Buffer.from(text), KEY).toString('base64'))}`;
  };
  const ask = async (query: string) => {
    const { status } = await fetch(`${own.url}/idp/endpoint/HttpRedirect?${query}`, { redirect: 'manual' });
    return [status, own.journal.last()?.refusal?.name];
  };

  test.each<[string, () => string]>([
    ['another message before the signed one', () => `SAMLRequest=${message('_evil')}&`],
    ['the same, its name escaped', () => `SAML%52equest=${message('_evil')}&`],
    ['the same, behind a second question mark', () => `?SAMLRequest=${message('_evil')}&`],
    ['the same, behind pairs of nothing', () => `&&SAML%52equest=${message('_evil')}&&`],
    ['a RelayState', () => 'RelayState=evil&'],
    ['a RelayState, its name escaped', () => 'Relay%53tate=evil&'],
    ['another algorithm, its name escaped', () => 'Sig%41lg=none&'],
  ])('%s: refused', async (_what, before) => {
    expect(await ask(before() + signed(`SAMLRequest=${message('_good')}`))).toEqual([403, 'idp.signature']);
  });

  test('what nobody reads may stand around it', async () => {
    const query = signed(`SAMLRequest=${message('_around')}`, 'RelayState=%2Fa%3Fb');
    expect(await ask(`lang=de&&${query}&RelayState=second`)).toEqual([302, undefined]);
  });

  test('a question mark that is not escaped is signed too', async () => {
    const query = signed(`SAMLRequest=${message('_mark')}`, 'RelayState=/deep?a');
    expect(await ask(query)).toEqual([302, undefined]);
    expect(await ask(query.replace('/deep?a', '/deep?b'))).toEqual([403, 'idp.signature']);
  });
});

test('two orgs with one entity id: each user is logged in by the app of their own org', async () => {
  await using own = await startIdp();
  const acs = 'https://sp.globex.example/acs';
  const made = await fetch(`${own.url}/_fauxforce/orgs`, {
    method: 'POST',
    body: JSON.stringify({
      org: { name: 'Globex' },
      users: [{ username: 'lin@globex.example', password: 'correct-horse', profile: 'System Administrator' }],
      apps: [
        { name: 'Portal', profiles: ['System Administrator'], saml: { entityUrl: ENTITY, acsUrl: acs } },
      ],
    }),
  });
  expect(made.status).toBe(201);
  const xml = authnRequest({
    id: '_either',
    issuer: ENTITY,
    destination: `${own.url}/idp/endpoint/HttpRedirect`,
    issuedAt: own.clock.now(),
  });
  const path = `/idp/endpoint/HttpRedirect?${new URLSearchParams({ SAMLRequest: deflated(xml) })}`;
  expect((await logInTo(own, path)).action).toBe('https://sp.acme.example/acs');
  const { Browser } = await import('../../src/testing/browser.ts');
  const lin = { username: 'lin@globex.example', password: 'correct-horse' };
  const browser = new Browser();
  expect(formOf(await browser.visit(own.url + path, lin)).action).toBe(acs);
  // The clock of the org that was asked first says nothing of a session of the other.
  await fetch(`${own.url}/_fauxforce/clock?org=${own.orgs[0]?.id}`, {
    method: 'POST',
    body: JSON.stringify({ advance: '30m' }),
  });
  const forced = xml.replace('_either', '_forced').replace(' Version=', ' ForceAuthn="true" Version=');
  const again = new URLSearchParams({ SAMLRequest: deflated(forced) });
  const walk = await new Browser().visit(`${own.url}/idp/endpoint/HttpRedirect?${again}`, lin);
  expect(formOf(walk).action).toBe(acs);
  const passive = xml.replace(' Version=', ' ForceAuthn="true" IsPassive="true" Version=');
  const query = new URLSearchParams({ SAMLRequest: deflated(passive.replace('_either', '_passive')) });
  const answer = formOf(await browser.open(`${own.url}/idp/endpoint/HttpRedirect?${query}`));
  expect(answer.action).toBe(acs);
});
