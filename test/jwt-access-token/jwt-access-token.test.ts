/** JWT-based access tokens: their bytes, their keys, where they are good and until when (token.md 13). */
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DemoChanges } from '../../src/refusals/refusal.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { makeJwt } from '../helpers/jwt.ts';
import { app, codeExchange, credentials, members, postToken, refreshWith, send } from '../helpers/token.ts';

const fresh = freshServers();

const ADA = '0055g000001Ada0AAC';
const JWT = { isNamedUserJwtEnabled: true };
const APPS: DemoChanges = {
  users: { ada: { id: ADA } },
  apps: {
    Web_Server: JWT,
    Web_Server_PKCE: JWT,
    Rotating: JWT,
    Client_Credentials: JWT,
    JWT_Bearer: JWT,
    Username_Password: JWT,
  },
};

/** 2026-01-01T00:00:00.500Z */
const NOW = 1_767_225_600_500;

let sf: Fauxforce;
beforeEach(async () => {
  sf = await startFauxforce({ demo: APPS });
  sf.clock.freeze();
  sf.clock.set(NOW);
  return () => sf[Symbol.asyncDispose]();
});

async function accessToken(scopes = 'api web refresh_token', from = sf): Promise<string> {
  const { body } = await postToken(from, await codeExchange(from, { app: 'Web_Server', scopes }));
  return members(body).access_token ?? '';
}

function decoded(token: string): string[] {
  return token
    .split('.')
    .slice(0, 2)
    .map((part) => Buffer.from(part, 'base64url').toString());
}

function userInfo(token: string, from = sf) {
  return send(from, '/services/oauth2/userinfo', { headers: { authorization: `Bearer ${token}` } });
}

async function kids(from = sf, host?: string): Promise<string[]> {
  const { body } = await send(from, '/id/keys', { headers: host ? { host } : {} });
  return (JSON.parse(body) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
}

const DAY = 24 * 60 * 60 * 1000;

describe('a JWT access token', () => {
  it('has the header and payload that were seen, in their order', async () => {
    const [header, payload] = decoded(await accessToken());
    expect(header).toBe(
      '{"tnk":"core/USA214/00D5g000004AcmeEAC","ver":"1.0","kid":"CORE_ATJWT.00D5g000004Acme.1767225600500","tty":"sfdc-core-token","typ":"JWT","alg":"RS256"}',
    );
    expect(payload?.replace(/[0-9a-f]{64}/, '<64 hex>')).toBe(
      `{"scp":"refresh_token web api","aud":["${sf.url}"],"sub":"uid:${ADA}","nbf":1767225585,"mty":"oauth","sfi":"<64 hex>","roles":[],"iss":"${sf.url}","hsc":false,"exp":1767227400,"iat":1767225600,"client_id":"3MVG9Demo.Web_Server"}`,
    );
  });

  it('names My Domain wherever it was asked for', async () => {
    const parameters = await codeExchange(sf, { app: 'Web_Server' });
    const { body } = await postToken(sf, parameters, { host: 'login.salesforce.com' });
    const [, payload] = decoded(members(body).access_token ?? '');
    expect(payload).toContain('"aud":["https://acme.develop.my.salesforce.com"]');
    expect(payload).toContain('"iss":"https://acme.develop.my.salesforce.com"');
  });

  it.each([
    [
      "the app's session policy",
      { apps: { Web_Server: { ...JWT, sessionPolicy: { sessionTimeout: 1 } } } },
      60,
    ],
    ["the profile's", { profiles: { 'System Administrator': { sessionTimeout: 15 } } }, 900],
    ["the org's", { settings: { sessionTimeout: 5 } }, 300],
    ['no longer than 30 minutes', { settings: { sessionTimeout: 1440 } }, 1800],
    [
      "a Connected App's own policy, no longer either",
      { apps: { Web_Server: { ...JWT, sessionPolicy: { sessionTimeout: 60 } } } },
      1800,
    ],
    [
      "an External Client App's own policy, up to 12 hours",
      {
        apps: {
          Web_Server: {
            ...JWT,
            kind: 'externalClientApp',
            isPkceRequired: false,
            sessionPolicy: { sessionTimeout: 720 },
          },
        },
      },
      43200,
    ],
  ])('lives as long as %s says', async (_whose, changes: DemoChanges, seconds) => {
    const own = await fresh({
      demo: { ...APPS, ...changes, apps: { ...APPS.apps, ...changes.apps } },
    });
    const [, payload] = decoded(await accessToken('api', own));
    const { exp, iat, nbf } = JSON.parse(payload ?? '') as Record<string, number>;
    expect([(exp ?? 0) - (iat ?? 0), (iat ?? 0) - (nbf ?? 0)]).toEqual([seconds, 15]);
  });

  it('comes with token_format, in its place, from every grant', async () => {
    const first = await postToken(
      sf,
      await codeExchange(sf, { app: 'Web_Server', scopes: 'api refresh_token' }),
    );
    expect(Object.keys(members(first.body))).toEqual([
      'access_token',
      'refresh_token',
      'signature',
      'token_format',
      'scope',
      'instance_url',
      'id',
      'token_type',
      'issued_at',
    ]);
    const { refresh_token = '' } = members(first.body);
    const answers = [
      first,
      await refreshWith(sf, 'Web_Server', refresh_token),
      await postToken(sf, { grant_type: 'client_credentials', ...credentials(sf, 'Client_Credentials') }),
      await postToken(sf, {
        grant_type: 'password',
        ...credentials(sf, 'Username_Password'),
        username: 'ada@acme.example',
        password: 'correct-horseTok3n',
      }),
      await postToken(sf, {
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: makeJwt({
          claims: {
            iss: app(sf, 'JWT_Bearer').consumerKey,
            sub: 'ada@acme.example',
            aud: 'https://login.salesforce.com',
            exp: Math.floor(NOW / 1000) + 60,
          },
        }),
      }),
    ];
    for (const { body } of answers) {
      expect(members(body)).toMatchObject({
        token_format: 'jwt',
        access_token: expect.stringMatching(/^eyJ/),
      });
      expect((await userInfo(members(body).access_token ?? '')).status, body).toBe(200);
    }
  });

  it('is not what other apps get, nor do they say a format', async () => {
    const { body } = await postToken(sf, {
      grant_type: 'authorization_code',
      ...(await codeExchange(sf, { app: 'Limited_Scope', scopes: 'id' })),
    });
    expect(members(body).access_token).toMatch(/^00D/);
    expect(members(body)).not.toHaveProperty('token_format');
  });
});

describe('the keys', () => {
  it('are published, so that jose verifies a token with nothing but their address', async () => {
    const token = await accessToken();
    const keys = createRemoteJWKSet(new URL(`${sf.url}/id/keys`));
    const verified = await jwtVerify(token, keys, {
      issuer: sf.url,
      audience: sf.url,
      algorithms: ['RS256'],
      currentDate: new Date(NOW),
    });
    expect(verified.payload).toMatchObject({ sub: `uid:${ADA}`, client_id: '3MVG9Demo.Web_Server' });
  });

  it('follow the platform keys, of 2048 bits, with the members of the others', async () => {
    await accessToken();
    const { body } = await send(sf, '/id/keys');
    expect(body).toMatch(
      /,\{"kty":"RSA","n":"[\w-]{342}","e":"AQAB","alg":"RS256","use":"sig","kid":"CORE_ATJWT\.00D5g000004Acme\.1767225600500"\}\]\}$/,
    );
  });

  it('are there before the first token, if an app issues such tokens', async () => {
    expect(await kids()).toContain('CORE_ATJWT.00D5g000004Acme.1767225600500');
  });

  it('are not made for an org whose apps issue none', async () => {
    const plain = await fresh();
    expect(await kids(plain)).toEqual(['262', '260', '264']);
    expect(await plain.world.store.signingKeys.newest('00D5g000004AcmeEAC')).toEqual([]);
  });

  it('are published by the org, not by log-in hosts', async () => {
    expect(await kids(sf, 'acme.develop.my.salesforce.com')).toHaveLength(4);
    expect(await kids(sf, 'login.salesforce.com')).toHaveLength(3);
  });

  it('change about every 30 days; the last three stay, newest first', async () => {
    const ofDay = (day: number) => `CORE_ATJWT.00D5g000004Acme.${NOW + day * DAY}`;
    await accessToken();
    sf.clock.advance(30 * DAY - 1);
    await accessToken();
    expect((await kids()).slice(3)).toEqual([ofDay(0)]);
    for (const day of [30, 60, 90]) {
      sf.clock.set(NOW + day * DAY);
      await accessToken();
    }
    expect((await kids()).slice(3)).toEqual([ofDay(90), ofDay(60), ofDay(30)]);
  });

  it('are made once when many ask at the same time', async () => {
    const tokens = await Promise.all(Array.from({ length: 10 }, () => accessToken('api')));
    expect(new Set(tokens.map((token) => decoded(token)[0])).size).toBe(1);
    expect((await kids()).slice(3)).toHaveLength(1);
  });

  it('let a token of the last key live on when the next one signs', async () => {
    sf.clock.advance(-60_000);
    await accessToken();
    sf.clock.advance(30 * DAY - 60_000);
    const old = await accessToken();
    sf.clock.advance(120_000);
    const young = await accessToken();
    expect(decoded(old)[0]).not.toBe(decoded(young)[0]);
    expect([(await userInfo(old)).status, (await userInfo(young)).status]).toEqual([200, 200]);
  });
});

describe('resources', () => {
  it('take it: REST, userinfo, the identity URL', async () => {
    const token = await accessToken();
    const headers = { authorization: `Bearer ${token}` };
    for (const path of [
      '/services/data/v60.0',
      '/services/oauth2/userinfo',
      `/id/00D5g000004AcmeEAC/${ADA}`,
    ]) {
      expect((await send(sf, path, { headers })).status, path).toBe(200);
    }
  });

  it('are told that it is one', async () => {
    const { resolveAccessToken } = await import('../../src/tokens/access.ts');
    expect(await resolveAccessToken(sf.world, await accessToken())).toMatchObject({ isJwt: true });
  });

  it('refuse it at its exp, however much it was used', async () => {
    const token = await accessToken();
    sf.clock.advance(20 * 60_000);
    expect((await userInfo(token)).status).toBe(200);
    sf.clock.set(1_767_227_399_999);
    expect((await userInfo(token)).status).toBe(200);
    sf.clock.advance(1);
    expect(await userInfo(token)).toMatchObject({ status: 403, body: 'Bad_OAuth_Token' });
    expect(sf.journal.entries()[0]?.refusal?.why).toBe('the access token is expired');
  });

  it('refuse it once it is revoked, and a second revocation is refused', async () => {
    const token = await accessToken();
    const revoke = () => send(sf, `/services/oauth2/revoke?token=${token}`);
    expect(await revoke()).toMatchObject({ status: 200, body: '' });
    expect(await userInfo(token)).toMatchObject({ status: 403, body: 'Bad_OAuth_Token' });
    expect((await revoke()).status).toBe(400);
  });

  it('refuse it with the refresh token that it came with', async () => {
    const { body } = await postToken(
      sf,
      await codeExchange(sf, { app: 'Web_Server', scopes: 'api refresh_token' }),
    );
    const { access_token = '', refresh_token = '' } = members(body);
    await send(sf, `/services/oauth2/revoke?token=${refresh_token}`);
    expect((await userInfo(access_token)).status).toBe(403);
  });

  it.each([
    ['another signature', (token: string) => `${token.slice(0, -8)}AAAAAAAA`],
    ['a claim changed', (token: string) => changed(token, 1, { exp: 9_999_999_999 })],
    [
      'alg none',
      (token: string) => `${changed(token, 0, { alg: 'none' }).split('.').slice(0, 2).join('.')}.`,
    ],
    ['alg HS256', (token: string) => changed(token, 0, { alg: 'HS256' })],
    ['a crit', (token: string) => changed(token, 0, { crit: ['exp'] })],
    ['a kid of nobody', (token: string) => changed(token, 0, { kid: 'CORE_ATJWT.00D5g000004Acme.1' })],
    ['the signature of somebody else', (token: string) => signedByDemoKey(token)],
    ['an sfi of nobody', (token: string) => changed(token, 1, { sfi: 'ab'.repeat(32) })],
    ['an sfi that is a number', (token: string) => changed(token, 1, { sfi: 7 })],
    [
      'another row of the same secret',
      (token: string) =>
        changed(token, 1, { sfi: sfiOf(token).replace(/^./, (digit) => (digit === '0' ? '1' : '0')) }),
    ],
  ])('refuse it with %s', async (_what, spoil) => {
    const token = await accessToken();
    expect(await userInfo(spoil(token))).toMatchObject({ status: 403, body: 'Bad_OAuth_Token' });
    expect((await userInfo(token)).status).toBe(200);
  });

  it('refuse its sfi as a token, and keep it out of the journal', async () => {
    const token = await accessToken();
    expect((await userInfo(sfiOf(token))).status).toBe(403);
    expect(JSON.stringify(sf.journal.entries())).not.toContain(token);
  });
});

it('outlives a restart, with its key', async () => {
  const { mkdtempSync, rmSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const folder = mkdtempSync(`${tmpdir()}/fauxforce-jwt-`);
  const store = `${folder}/state.db`;
  let token = '';
  {
    await using first = await startFauxforce({ demo: APPS, store });
    token = await accessToken('api', first);
  }
  {
    await using second = await startFauxforce({ demo: APPS, store });
    expect((await userInfo(token, second)).status).toBe(200);
    expect((await kids(second)).slice(3)).toHaveLength(1);
  }
  rmSync(folder, { recursive: true });
});

function changed(token: string, part: 0 | 1, claims: Record<string, unknown>): string {
  const parts = token.split('.');
  const before = JSON.parse(Buffer.from(parts[part] ?? '', 'base64url').toString()) as object;
  parts[part] = Buffer.from(JSON.stringify({ ...before, ...claims })).toString('base64url');
  return parts.join('.');
}

function sfiOf(token: string): string {
  return (JSON.parse(decoded(token)[1] ?? '') as { sfi: string }).sfi;
}

function signedByDemoKey(token: string): string {
  const [header = '', claims = ''] = decoded(token);
  return makeJwt({ header: JSON.parse(header), claims: JSON.parse(claims) });
}
