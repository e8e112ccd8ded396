import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrgDirectory } from '../../src/org/directory.ts';
import { freshServers } from '../helpers/fresh.ts';
import { credentials, members, postToken, refreshTokenFor, refreshWith, send } from '../helpers/token.ts';

const fresh = freshServers();

const DAY = 24 * 60 * 60 * 1000;
const DEAD = {
  status: 400,
  body: '{"error":"invalid_grant","error_description":"expired access/refresh token"}',
};
const BUSY = '{"error":"invalid_grant","error_description":"token request is already being processed"}';
const POLICY = {
  status: 400,
  body: '{"error":"invalid_grant","error_description":"token validity expired"}',
};

describe('refresh token (token.md 4)', () => {
  it('answers without a refresh token, in the order of the real server', async () => {
    const sf = await fresh();
    const token = await refreshTokenFor(sf, 'Web_Server', 'api refresh_token openid');
    const { status, body } = await refreshWith(sf, 'Web_Server', token);
    expect(status).toBe(200);
    expect(Object.keys(members(body))).toEqual([
      'access_token',
      'signature',
      'scope',
      'id_token',
      'instance_url',
      'id',
      'token_type',
      'issued_at',
    ]);
    expect(members(body).scope).toBe('refresh_token openid api');
  });

  it('keeps working, and keeps earlier access tokens alive', async () => {
    const sf = await fresh();
    const token = await refreshTokenFor(sf, 'Web_Server');
    const first = members((await refreshWith(sf, 'Web_Server', token)).body);
    const second = members((await refreshWith(sf, 'Web_Server', token)).body);
    expect(second.access_token).not.toBe(first.access_token);
    const limits = await send(sf, '/services/data/v60.0/limits', {
      headers: { authorization: `Bearer ${first.access_token}` },
    });
    expect(limits.status).toBe(200);
  });

  it.each([
    ['unknown', '5Aep861bogus'],
    ['of the right shape', `5Aep861${'A'.repeat(80)}`],
  ])('refuses a token that is %s', async (_what, refresh_token) => {
    const sf = await fresh();
    expect(await refreshWith(sf, 'Web_Server', refresh_token)).toMatchObject(DEAD);
  });

  it("refuses another client's token", async () => {
    const sf = await fresh();
    expect(await refreshWith(sf, 'Rotating', await refreshTokenFor(sf, 'Web_Server'))).toMatchObject(DEAD);
  });

  it('refuses a request without a token, and one with scope', async () => {
    const sf = await fresh();
    const request = { grant_type: 'refresh_token', ...credentials(sf, 'Web_Server') };
    expect(await postToken(sf, request)).toMatchObject({
      status: 400,
      body: '{"error":"invalid_request","error_description":"missing refresh token"}',
    });
    expect(await postToken(sf, { ...request, refresh_token: 'x', scope: 'api' })).toMatchObject({
      status: 400,
      body: '{"error":"invalid_request","error_description":"scope parameter not supported"}',
    });
  });

  it('ignores redirect_uri, device_id and code_verifier, which clients send along', async () => {
    const sf = await fresh();
    const { status } = await postToken(sf, {
      grant_type: 'refresh_token',
      ...credentials(sf, 'Web_Server'),
      refresh_token: await refreshTokenFor(sf, 'Web_Server'),
      redirect_uri: 'http://x',
      device_id: '1',
      code_verifier: 'y',
      format: 'json',
    });
    expect(status).toBe(200);
  });

  it('needs the secret only where the app says so', async () => {
    const sf = await fresh({
      demo: { apps: { Web_Server: { isSecretRequiredForRefreshToken: false } } },
    });
    const { client_id } = credentials(sf, 'Web_Server');
    const refresh_token = await refreshTokenFor(sf, 'Web_Server');
    expect((await postToken(sf, { grant_type: 'refresh_token', client_id, refresh_token })).status).toBe(200);
    const wrong = await postToken(sf, {
      grant_type: 'refresh_token',
      client_id,
      client_secret: 'no',
      refresh_token,
    });
    expect(wrong.body).toBe('{"error":"invalid_client","error_description":"invalid client credentials"}');
  });

  it('refuses a user who was deactivated since', async () => {
    const sf = await fresh();
    const token = await refreshTokenFor(sf, 'Web_Server');
    const orgs = sf.orgs.map((org) => ({
      ...org,
      users: org.users.map((user) => ({ ...user, isActive: !user.username.startsWith('ada') })),
    }));
    sf.world.image.directory = new OrgDirectory(orgs);
    expect(await refreshWith(sf, 'Web_Server', token)).toMatchObject({
      status: 400,
      body: '{"error":"invalid_grant","error_description":"inactive user"}',
    });
  });
});

describe('refresh token policies (model.md 4.3)', () => {
  const policy = (refreshTokenPolicy: string) => ({ demo: { apps: { Web_Server: { refreshTokenPolicy } } } });

  it('zero: issued, and dead on first use', async () => {
    const sf = await fresh(policy('zero'));
    expect(await refreshWith(sf, 'Web_Server', await refreshTokenFor(sf, 'Web_Server'))).toMatchObject(
      POLICY,
    );
  });

  it('specific_lifetime: counts from issue, whatever happens in between', async () => {
    const sf = await fresh(policy('specific_lifetime:2:DAYS'));
    sf.clock.freeze();
    const token = await refreshTokenFor(sf, 'Web_Server');
    sf.clock.advance(DAY);
    expect((await refreshWith(sf, 'Web_Server', token)).status).toBe(200);
    sf.clock.advance(DAY);
    expect((await refreshWith(sf, 'Web_Server', token)).status).toBe(200);
    sf.clock.advance(1);
    expect(await refreshWith(sf, 'Web_Server', token)).toMatchObject(POLICY);
  });

  it('specific_inactivity: every refresh starts the period anew', async () => {
    const sf = await fresh(policy('specific_inactivity:12:HOURS'));
    sf.clock.freeze();
    const token = await refreshTokenFor(sf, 'Web_Server');
    for (let half = 0; half < 4; half++) {
      sf.clock.advance(DAY / 2);
      expect((await refreshWith(sf, 'Web_Server', token)).status).toBe(200);
    }
    sf.clock.advance(DAY / 2 + 1);
    expect(await refreshWith(sf, 'Web_Server', token)).toMatchObject(POLICY);
  });

  it('infinite: still good after ten years', async () => {
    const sf = await fresh(policy('infinite'));
    const token = await refreshTokenFor(sf, 'Web_Server');
    sf.clock.advance(3650 * DAY);
    expect((await refreshWith(sf, 'Web_Server', token)).status).toBe(200);
  });
});

describe('refresh token rotation (token.md 4)', () => {
  it('answers a new refresh token second, and the old one is dead at once', async () => {
    const sf = await fresh();
    const old = await refreshTokenFor(sf, 'Rotating');
    const { body } = await refreshWith(sf, 'Rotating', old);
    expect(Object.keys(members(body)).slice(0, 2)).toEqual(['access_token', 'refresh_token']);
    expect(members(body).refresh_token).not.toBe(old);
    expect(await refreshWith(sf, 'Rotating', old)).toMatchObject(DEAD);
  });

  it('ends the current refresh token and its access tokens when a used one comes back', async () => {
    const sf = await fresh();
    const old = await refreshTokenFor(sf, 'Rotating');
    const { access_token, refresh_token = '' } = members((await refreshWith(sf, 'Rotating', old)).body);
    await refreshWith(sf, 'Rotating', old);
    expect(await refreshWith(sf, 'Rotating', refresh_token)).toMatchObject(DEAD);
    const userinfo = await send(sf, '/services/oauth2/userinfo', {
      headers: { authorization: `Bearer ${access_token}` },
    });
    expect({ status: userinfo.status, body: userinfo.body }).toEqual({
      status: 403,
      body: 'Bad_OAuth_Token',
    });
  });

  it.each(['Rotating', 'Web_Server'])('lets one of 30 parallel requests through (%s)', async (name) => {
    const sf = await fresh();
    const token = await refreshTokenFor(sf, name);
    const payload = new URLSearchParams({
      grant_type: 'refresh_token',
      ...credentials(sf, name),
      refresh_token: token,
    });
    const answers = await Promise.all(
      Array.from({ length: 30 }, () =>
        sf.server.inject({
          method: 'POST',
          url: '/services/oauth2/token',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          payload: payload.toString(),
        }),
      ),
    );
    const winners = answers.filter(({ statusCode }) => statusCode === 200);
    expect(winners).toHaveLength(1);
    expect(answers.filter(({ statusCode }) => statusCode === 400).map(({ body }) => body)).toEqual(
      Array(29).fill(BUSY),
    );
    const successor = members(winners[0]?.body ?? '{}').refresh_token ?? token;
    expect((await refreshWith(sf, name, successor)).status).toBe(200);
  });

  it('obeys the law of rotation families for any sequence of uses', async () => {
    const sf = await fresh({ demo: { settings: { refreshProcessingTime: 0 } } });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 8 }), async (picks) => {
        const family = [await refreshTokenFor(sf, 'Rotating')];
        let alive = true;
        for (const pick of picks) {
          const used = pick % family.length;
          const { status, body } = await refreshWith(sf, 'Rotating', family[used] ?? '');
          const expected = alive && used === family.length - 1;
          expect(status).toBe(expected ? 200 : 400);
          if (expected) family.push(members(body).refresh_token ?? '');
          else alive = false;
        }
      }),
      { numRuns: 25 },
    );
  });
});
