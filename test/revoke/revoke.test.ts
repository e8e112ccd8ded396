import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { type Answer, app, refreshWith, send, user } from '../helpers/token.ts';
import { accessTokenFor, tokenPairFor } from '../helpers/tokens.ts';

const PATH = '/services/oauth2/revoke';
const INVALID = 'error=invalid_token&error_description=invalid%20token';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce();
});
afterAll(() => sf[Symbol.asyncDispose]());

const subject = () => ({ app: app(sf, 'Web_Server'), user: user(sf, 'ada'), scopes: 'api refresh_token' });

function post(parameters: Record<string, string>): Promise<Answer> {
  return send(sf, PATH, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(parameters).toString(),
  });
}

async function statusWith(accessToken: string): Promise<number> {
  const { status } = await send(sf, '/services/data/v60.0', {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  return status;
}

function refused(body: string) {
  return { status: 400, body, type: undefined };
}

async function answerOf(request: Promise<Answer>) {
  const { status, body, headers } = await request;
  return { status, body, type: headers['content-type'] };
}

describe('revoke', () => {
  test('an access token ends alone; its refresh token keeps working', async () => {
    const { accessToken, refreshToken } = await tokenPairFor(sf, subject());

    const answer = await post({ token: accessToken, revoke_reason: 'logout' });

    expect(answer).toMatchObject({ status: 200, body: '', headers: { 'content-length': '0' } });
    expect(answer.headers).not.toHaveProperty('content-type');
    expect(await statusWith(accessToken)).toBe(401);
    expect((await refreshWith(sf, 'Web_Server', refreshToken)).status).toBe(200);
  });

  test('a refresh token ends its approval and every access token obtained with it', async () => {
    const { accessToken, refreshToken } = await tokenPairFor(sf, subject());
    const refreshed = JSON.parse((await refreshWith(sf, 'Web_Server', refreshToken)).body) as {
      access_token: string;
    };
    const other = await tokenPairFor(sf, subject());

    expect((await post({ token: refreshToken })).status).toBe(200);

    expect(await statusWith(accessToken)).toBe(401);
    expect(await statusWith(refreshed.access_token)).toBe(401);
    expect((await refreshWith(sf, 'Web_Server', refreshToken)).body).toBe(
      '{"error":"invalid_grant","error_description":"expired access/refresh token"}',
    );
    expect(await statusWith(other.accessToken)).toBe(200);
    expect((await refreshWith(sf, 'Web_Server', other.refreshToken)).status).toBe(200);
  });

  test('works by GET and on any host', async () => {
    const token = await accessTokenFor(sf, subject());
    const answer = await send(sf, `${PATH}?token=${encodeURIComponent(token)}`, {
      headers: { host: 'test.salesforce.com' },
    });
    expect(answer).toMatchObject({ status: 200, body: '' });
    expect(await statusWith(token)).toBe(401);
  });

  test('as JSONP tells the script', async () => {
    const token = await accessTokenFor(sf, subject());
    const path = `${PATH}?token=${token}&callback=done`;

    const first = await send(sf, path);
    expect(first).toMatchObject({
      status: 200,
      body: 'done({});',
      headers: { 'content-type': 'application/javascript' },
    });
    const second = await send(sf, path);
    expect(second).toMatchObject({ status: 200, body: 'done({"error":"invalid_token"});' });
    expect(sf.journal.entries({ limit: 1 })[0]?.refusal?.name).toBe('revoke.invalid-token');
  });

  test('never writes a callback that is no name into a script', async () => {
    expect(await answerOf(send(sf, `${PATH}?token=x&callback=${encodeURIComponent('alert(1)//')}`))).toEqual(
      refused(INVALID),
    );
  });
});

describe('revoke refuses', () => {
  const unsupported =
    'error=unsupported_token_type&error_description=this%20token%20type%20is%20not%20supported';

  test('a token that is not a plain string, or none', async () => {
    expect(await answerOf(post({ 'token[access_token]': 'x' }))).toEqual(refused(unsupported));
    expect(await answerOf(post({ token: '' }))).toEqual(refused(unsupported));
    expect(await answerOf(send(sf, PATH))).toEqual(refused(unsupported));
    expect(sf.journal.entries({ limit: 1 })[0]?.refusal?.name).toBe('revoke.no-token');
  });

  test('an unknown token', async () => {
    expect(await answerOf(post({ token: 'nonsense' }))).toEqual(refused(INVALID));
    const token = await accessTokenFor(sf, subject());
    const forged = token.slice(0, -2) + (token.endsWith('AA') ? 'BB' : 'AA');
    expect(await answerOf(post({ token: forged }))).toEqual(refused(INVALID));
    expect(await statusWith(token)).toBe(200);
  });

  test('a token that was revoked before, which the explanation says', async () => {
    const { accessToken, refreshToken } = await tokenPairFor(sf, subject());
    await post({ token: refreshToken });
    expect(await answerOf(post({ token: refreshToken }))).toEqual(refused(INVALID));
    expect(await answerOf(post({ token: accessToken }))).toEqual(refused(INVALID));
    expect(sf.journal.entries({ limit: 1 })[0]?.refusal?.why).toBe(
      'the token is revoked; only a live access token or refresh token can be revoked',
    );
  });

  test('an expired access token, and a refresh token that was rotated out', async () => {
    await using own = await startFauxforce();
    const facts = { app: app(own, 'Rotating'), user: user(own, 'ada'), scopes: 'api refresh_token' };
    const { accessToken, refreshToken } = await tokenPairFor(own, facts);
    await refreshWith(own, 'Rotating', refreshToken);
    expect(await answerOf(send(own, `${PATH}?token=${refreshToken}`))).toEqual(refused(INVALID));
    own.clock.advance(120 * 60_000 + 1);
    expect(await answerOf(send(own, `${PATH}?token=${encodeURIComponent(accessToken)}`))).toEqual(
      refused(INVALID),
    );
    const whys = own.journal.entries({ endpoint: 'revoke' }).map(({ refusal }) => refusal?.why.split(';')[0]);
    expect(whys).toEqual(['the token is expired', 'the token is rotated out']);
  });

  test('without letting the token into the journal', async () => {
    const token = await accessTokenFor(sf, subject());
    await post({ token });
    await post({ token });
    expect(JSON.stringify(sf.journal.entries({ endpoint: 'revoke', limit: 2 }))).not.toContain(
      token.slice(-40),
    );
  });
});
