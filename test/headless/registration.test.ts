/** People who register, and passwords that change, without a page: authorize.md 8. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { members, send } from '../helpers/token.ts';
import { lab } from '../lab/helpers.ts';
import {
  authorize,
  basic,
  codeOf,
  exchange,
  init,
  oneTimeCode,
  REGISTRATION,
  startHeadless,
} from './helpers.ts';

const NOVA = {
  userdata: { email: 'nova@new.example', firstName: 'Nova', lastName: 'Lee', username: 'nova@acme.example' },
  password: 'first-password-1',
  recaptcha: 'x',
  verificationmethod: 'email',
};

async function register(sf: Fauxforce, body: object = NOVA): Promise<{ identifier: string; code: string }> {
  const answer = await init(sf, '/services/auth/headless/init/registration', body);
  return { identifier: members(answer.body).identifier ?? '', code: oneTimeCode(sf) };
}

test('registration: the user comes to be when the code is confirmed, is a member of the site, and logs in', async () => {
  await using sf = await startHeadless();
  sf.clock.freeze();
  const begun = await init(sf, '/services/auth/headless/init/registration', NOVA);
  const { identifier = '' } = members(begun.body);
  expect(begun.body).toBe(`{"status":"success","email":"nova@new.example","identifier":"${identifier}"}`);
  expect(sf.world.orgs.userByUsername('nova@acme.example')).toBeUndefined();

  const answer = await authorize(sf, {}, { ...REGISTRATION, ...basic(identifier, oneTimeCode(sf)) });
  const { body } = await exchange(sf, codeOf(answer));
  const me = await send(sf, '/services/oauth2/userinfo', {
    headers: { authorization: `Bearer ${members(body).access_token}` },
  });
  expect(members(me.body)).toMatchObject({
    preferred_username: 'nova@acme.example',
    email: 'nova@new.example',
    given_name: 'Nova',
    family_name: 'Lee',
  });
  expect(sf.world.orgs.userByUsername('NOVA@acme.example')?.user).toMatchObject({
    profile: 'Customer Community User',
    userType: 'CSP_LITE_PORTAL',
  });
  const again = await authorize(sf, { username: 'nova@acme.example', password: 'first-password-1' });
  expect(again.status).toBe(302);
});

test('of two who register one username, the first to confirm has it', async () => {
  await using sf = await startHeadless();
  const [first, second] = [await register(sf), await register(sf)];
  const confirm = ({ identifier, code }: { identifier: string; code: string }) =>
    authorize(sf, {}, { ...REGISTRATION, ...basic(identifier, code) });
  const answers = await Promise.all([confirm(second), confirm(first)]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([302, 400]);
  expect(answers.find(({ status }) => status === 400)?.body).toBe(
    '{"error":"failed_registration","error_description":"username is already in use"}',
  );
});

test('who registers by a username that somebody had before is somebody else', async () => {
  await using sf = await startHeadless();
  const renamed = { username: 'vera.new@acme.example' };
  expect((await lab(sf, 'PATCH', '/users/vera@acme.example', renamed)).status).toBe(200);
  const userdata = { ...NOVA.userdata, username: 'vera@acme.example' };
  const { identifier, code } = await register(sf, { ...NOVA, userdata });
  const confirmed = await authorize(sf, {}, { ...REGISTRATION, ...basic(identifier, code) });
  expect(confirmed.status).toBe(302);
  const logIn = (username: string, password: string) => authorize(sf, { username, password });
  expect((await logIn('vera.new@acme.example', 'correct-horse')).status).toBe(302);
  expect((await logIn('vera@acme.example', 'first-password-1')).status).toBe(302);
  expect(sf.world.orgs.userByUsername('vera.new@acme.example')?.user.id).toBe(sf.users.vera?.id);
});

test('codes, registered users and new passwords survive a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fauxforce-'));
  const store = join(folder, 'state.db');
  try {
    let registered: { identifier: string; code: string };
    {
      await using sf = await startFauxforce({ store });
      registered = await register(sf);
    }
    {
      await using sf = await startFauxforce({ store });
      const { identifier, code } = registered;
      expect((await authorize(sf, {}, { ...REGISTRATION, ...basic(identifier, code) })).status).toBe(302);
      await init(sf, '/services/auth/headless/forgot_password', { username: 'vera@acme.example' });
      const otp = oneTimeCode(sf);
      await init(sf, '/services/auth/headless/forgot_password', {
        username: 'vera@acme.example',
        otp,
        newpassword: 'second-password-2',
      });
    }
    await using sf = await startFauxforce({ store });
    const logIn = (username: string, password: string) => authorize(sf, { username, password });
    expect((await logIn('nova@acme.example', 'first-password-1')).status).toBe(302);
    expect((await logIn('vera@acme.example', 'second-password-2')).status).toBe(302);
    expect((await logIn('vera@acme.example', 'correct-horse')).status).toBe(400);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('forgot password: never tells who exists, then takes the newest code once', async () => {
  await using sf = await startHeadless();
  const ask = (body: object) => init(sf, '/services/auth/headless/forgot_password', body);
  for (const username of ['vera@acme.example', 'nobody@acme.example', 'ada@acme.example']) {
    expect(await ask({ username })).toMatchObject({ status: 200, body: '{"status_code":"otp_sent"}' });
  }
  expect(sf.journal.entries().filter(({ notes }) => notes?.oneTimeCode)).toHaveLength(1);

  await ask({ username: 'vera@acme.example' });
  const otp = oneTimeCode(sf);
  const change = { username: 'vera@acme.example', otp, newpassword: 'second-password-2' };
  expect(await ask(change)).toMatchObject({ status: 200, body: '{"status_code":"success"}' });
  expect(await ask(change)).toMatchObject({
    status: 400,
    body: '{"error":"invalid_otp","error_description":"invalid one-time password"}',
  });
  expect((await authorize(sf, { username: 'vera@acme.example', password: 'second-password-2' })).status).toBe(
    302,
  );
});

test('a code to log in changes no password', async () => {
  await using sf = await startHeadless();
  await init(sf, '/services/auth/headless/init/passwordless/login', {
    username: 'vera@acme.example',
    verificationmethod: 'email',
  });
  const otp = oneTimeCode(sf);
  const change = { username: 'vera@acme.example', otp, newpassword: 'second-password-2' };
  expect((await init(sf, '/services/auth/headless/forgot_password', change)).status).toBe(400);
});
