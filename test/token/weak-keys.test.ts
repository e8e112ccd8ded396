/** RSA keys below 2,048 bits: refused where they are read, and where one was stored before (docs/decisions/0006-jose.md). */
import { createPublicKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { WEAK_CERTIFICATE } from '../../src/refusals/recipe-words.ts';
import { readSeedDocument } from '../../src/seed/load.ts';
import { startFauxforce } from '../../src/testing/index.ts';
import { makeJwt } from '../helpers/jwt.ts';
import { app, postToken } from '../helpers/token.ts';
import { weakKey } from '../helpers/weak-key.ts';
import { lab } from '../lab/helpers.ts';
import { linesOf, problemsOf } from '../seed/helpers.ts';

const DEMO_CERTIFICATE = readFileSync(new URL('../../seed/demo.crt', import.meta.url), 'utf8');
const SHORT = 'holds an RSA key of 1024 bits: JWTs are signed with 2048 or more';
const weak = JSON.stringify(WEAK_CERTIFICATE);
const jwk = createPublicKey(weakKey).export({ format: 'jwk' });

describe('in a seed', () => {
  test.each([
    [
      "an app's certificate",
      `apps:\n  - name: App\n    certificate: ${weak}`,
      `seed.yaml:3:18 certificate of app 'App' ${SHORT}`,
    ],
    [
      "a handler's certificate",
      `tokenExchangeHandlers:\n  - name: H\n    username: sub\n    certificate: ${weak}`,
      `seed.yaml:4:18 certificate of token exchange handler 'H' ${SHORT}`,
    ],
    [
      "one of a handler's key set",
      `tokenExchangeHandlers:\n  - name: H\n    username: sub\n    jwks: '${JSON.stringify({ keys: [jwk] })}'`,
      `seed.yaml:4:11 jwks of token exchange handler 'H' ${SHORT}`,
    ],
  ])('%s is a problem with its line', (_what, seed, problem) => {
    expect(problemsOf(seed)).toEqual([problem]);
  });

  test("an identity provider's certificate is taken: it signs XML", () => {
    const samlSso = { issuer: 'https://idp.acme.example', certificate: WEAK_CERTIFICATE };
    expect(readSeedDocument({ org: { settings: { samlSso } } }).settings.samlSso).toBeDefined();
  });
});

/** A fauxforce whose store has JWT_Bearer with the short key, as an earlier one let it in. */
async function withStored(certificate: string) {
  const sf = await startFauxforce();
  const { body: snapshot } = await lab<object>(sf, 'GET', '/snapshot');
  const text = JSON.stringify(snapshot);
  const [demo, other] = [DEMO_CERTIFICATE, certificate].map((pem) =>
    JSON.stringify(new X509Certificate(pem).toString()),
  ) as [string, string];
  expect(text).toContain(demo);
  const { status } = await lab(sf, 'PUT', '/snapshot', JSON.parse(text.replaceAll(demo, other)));
  expect(status).toBe(204);
  return sf;
}

describe('stored', () => {
  const claimsFor = (consumerKey: string, aud: string, exp: number) => ({
    iss: consumerKey,
    sub: 'ada@acme.example',
    aud,
    exp,
  });

  test('restores, and an assertion that it signed is refused with the reason', async () => {
    await using sf = await withStored(WEAK_CERTIFICATE);
    const exp = Math.floor(sf.clock.now() / 1000) + 180;
    const claims = claimsFor(app(sf, 'JWT_Bearer').consumerKey, sf.url, exp);
    const assertion = makeJwt({ key: weakKey, claims });
    const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    expect(await postToken(sf, { grant_type, assertion })).toMatchObject({
      status: 400,
      body: '{"error":"invalid_grant","error_description":"invalid assertion"}',
    });
    expect(sf.journal.entries()[0]?.refusal).toMatchObject({
      name: 'jwt.certificate',
      why: `an RSA key in the certificate of app JWT_Bearer must have 2048 bits or more; the certificate ${SHORT}`,
    });
  });

  test('refuses a client assertion that it signed, with the reason', async () => {
    await using sf = await withStored(WEAK_CERTIFICATE);
    const { consumerKey } = app(sf, 'JWT_Bearer');
    const claims = { iss: consumerKey, sub: consumerKey, aud: sf.url, exp: 4_102_444_800 };
    const answer = await postToken(sf, {
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: makeJwt({ key: weakKey, claims }),
    });
    expect(answer).toMatchObject({
      status: 400,
      body: '{"error":"invalid_client","error_description":"invalid client credentials"}',
    });
    expect(sf.journal.entries()[0]?.refusal?.why).toContain(`of the app; the certificate ${SHORT}`);
  });

  test('stays when something else of the app changes, and no other one comes in', async () => {
    await using sf = await withStored(WEAK_CERTIFICATE);
    const renamed = await lab(sf, 'PATCH', '/apps/3MVG9Demo.JWT_Bearer', { description: 'older' });
    expect(renamed.status).toBe(200);
    const again = await lab<{ error: string }>(sf, 'PATCH', '/apps/3MVG9Demo.JWT_Bearer', {
      certificate: WEAK_CERTIFICATE,
    });
    expect(again.status).toBe(400);
    expect(JSON.stringify(again.body)).toContain(SHORT);
    const mended = await lab(sf, 'PATCH', '/apps/3MVG9Demo.JWT_Bearer', { certificate: DEMO_CERTIFICATE });
    expect(mended.status).toBe(200);
  });
});

test('a document that makes an org may not bring one in', () => {
  const seed = { apps: [{ name: 'App', certificate: WEAK_CERTIFICATE }] };
  expect(linesOf(() => readSeedDocument(seed))).toEqual([
    `apps[0].certificate: certificate of app 'App' ${SHORT}`,
  ]);
});
