/** Every grant, whose token must live from its answer on. */
import { Browser, type Visitor } from '../../../src/testing/browser.ts';
import { makeJwt } from '../../helpers/jwt.ts';
import type { Fleet } from '../fleet.ts';
import type { Random } from '../random.ts';
import { appOf, SECURITY_TOKEN } from '../seed.ts';
import { everywhere, type Story } from '../soak.ts';
import { getToken, isAlive } from './ask-token.ts';

/** @returns an access token. @throws Lost */
type Grant = (fleet: Fleet, random: Random, user: Visitor) => Promise<string>;

/** Seconds since the epoch, after any clock that a run sets. */
const LATE = 4_102_444_800;
const TYPE = 'urn:ietf:params:oauth';
const apps = {
  password: appOf('Username_Password'),
  jwt: appOf('JWT_Bearer'),
  exchange: appOf('Token_Exchange'),
  device: appOf('Device'),
  userAgent: appOf('User_Agent'),
  credentials: appOf('Client_Credentials'),
};

const withPassword: Grant = async (fleet, random, { username, password }) => {
  const form = { grant_type: 'password', ...apps.password.credentials, username };
  return (await getToken(fleet, random, { ...form, password: password + SECURITY_TOKEN })).access_token;
};

const withJwt: Grant = async (fleet, random, { username }) => {
  const claims = { iss: apps.jwt.key, sub: username, aud: 'https://login.salesforce.com', exp: LATE };
  const form = { grant_type: `${TYPE}:grant-type:jwt-bearer`, assertion: makeJwt({ claims }) };
  return (await getToken(fleet, random, form)).access_token;
};

const withForeignToken: Grant = async (fleet, random, { username }) => {
  const form = {
    grant_type: `${TYPE}:grant-type:token-exchange`,
    ...apps.exchange.credentials,
    subject_token: makeJwt({ claims: { email: username } }),
    subject_token_type: `${TYPE}:token-type:jwt`,
  };
  return (await getToken(fleet, random, form)).access_token;
};

const withDevice: Grant = async (fleet, random, user) => {
  const begin = { response_type: 'device_code', client_id: apps.device.key };
  const { device_code: code = '', user_code = '' } = await getToken(fleet, random, begin);
  await fleet.walk(fleet.any(random), new Browser(), (browser, origin) =>
    browser.connect(origin, user_code, user),
  );
  const poll = { grant_type: 'device', client_id: apps.device.key, code };
  return (await getToken(fleet, random, poll)).access_token;
};

const inFragment: Grant = async (fleet, random, user) => {
  const { key: client_id, callback: redirect_uri } = apps.userAgent;
  const parameters = { response_type: 'token', client_id, redirect_uri };
  const walk = await fleet.walk(fleet.any(random), new Browser(), (browser, origin) =>
    browser.authorize(origin, parameters, user),
  );
  const { access_token: token } = walk.callback ?? {};
  if (token) return token;
  throw new Error(`the user-agent flow ended on ${JSON.stringify(walk).slice(0, 300)}`);
};

const ofUsers: readonly Grant[] = [withPassword, withJwt, withForeignToken, withDevice, inFragment];

export const tokenOfUser: Story = (soak, random) =>
  soak.users.with(soak, random, async (user) => {
    for (const grant of [random.pick(ofUsers), random.pick(ofUsers)]) {
      const token = await grant(soak.fleet, random, user);
      soak.tokens.add(token, user.username);
      await mustLive(soak, token);
    }
  });

export const clientCredentials: Story = async (soak, random) => {
  const form = { grant_type: 'client_credentials', ...apps.credentials.credentials };
  const { access_token } = await getToken(soak.fleet, random, form);
  soak.tokens.add(access_token);
  soak.report.expect(
    await isAlive(soak.fleet, random, apps.credentials, access_token),
    'what was answered is there',
    () => `introspect does not know the new ${access_token}`,
  );
};

async function mustLive({ fleet, report }: Parameters<Story>[0], token: string): Promise<void> {
  await everywhere(fleet, [token], (_token, replica, lives) =>
    report.expect(
      lives,
      'what was answered is there',
      () => `${replica.name} does not know the new ${token}`,
    ),
  );
}
