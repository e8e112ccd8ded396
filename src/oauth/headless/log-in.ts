/** Who logs in headlessly, for each value of the header `Auth-Request-Type` (authorize.md 8). */
import type { FastifyRequest } from 'fastify';
import type { User } from '../../org/model.ts';
import { factsOf } from '../../policies/facts.ts';
import { tryLogIn } from '../../policies/lockout.ts';
import { check, identify } from '../../refusals/check.ts';
import { nearMissOfUsername } from '../../tokens/near-misses.ts';
import { nearMissOf } from '../../wire/near-miss.ts';
import { sameText } from '../../wire/secrets.ts';
import { subjectOf } from '../../world/subject.ts';
import type { World } from '../../world/world.ts';
import type { ClientRequest } from '../authorize/check.ts';
import { readCredentials } from './credentials.ts';
import type { CalledSite } from './site.ts';
import { type Registration, registerUser } from './users.ts';
import { useCode } from './verification.ts';

/** @throws Refusal */
type LogIn = (
  world: World,
  request: FastifyRequest,
  client: ClientRequest,
  called: CalledSite,
) => Promise<User>;

export const LOG_INS: ReadonlyMap<string, LogIn> = new Map<string, LogIn>([
  ['Named-User', logInByPassword],
  ['passwordless-login', logInByCode],
  ['user-registration', finishRegistration],
]);

async function logInByPassword(
  world: World,
  request: FastifyRequest,
  { app }: ClientRequest,
  { org }: CalledSite,
): Promise<User> {
  const { name, secret } = readCredentials(request, app);
  identify(request, { user: name });
  const found = world.orgs.userByUsername(name);
  const isHere = found?.org.id === org.id;
  check(request, 'headless.user-unknown', isHere, {
    username: name,
    org: org.name,
    nearMiss: isHere ? undefined : nearMissOfUsername(name, world.orgs),
  });
  const { user } = found;
  identify(request, { org, user });
  const facts = factsOf(request, subjectOf(world, found), 'headless', { app });
  const isRight =
    sameText(secret, user.password) && !(await request.trace.isArmed('headless.password-wrong'));
  await tryLogIn(world, request, facts, { found: isRight ? 'right' : 'wrong' });
  check(request, 'headless.password-wrong', isRight, {
    username: name,
    nearMiss: isRight ? undefined : nearMissOf(secret, user.password),
  });
  return user;
}

async function logInByCode(
  world: World,
  request: FastifyRequest,
  { app }: ClientRequest,
  _called: CalledSite,
): Promise<User> {
  checkVerificationType(request);
  const { name, secret } = readCredentials(request, app);
  const { userId } = await useCode(world, request, 'passwordless-login', name, secret);
  const user = world.orgs.user(userId);
  check(request, 'headless.code-unknown', user, { purpose: 'passwordless-login' });
  return user;
}

/** The user comes to be only now: what was registered waited for the code. */
async function finishRegistration(
  world: World,
  request: FastifyRequest,
  { app }: ClientRequest,
  { org, site }: CalledSite,
): Promise<User> {
  checkVerificationType(request);
  const { name, secret } = readCredentials(request, app);
  const { details } = await useCode(world, request, 'user-registration', name, secret);
  const registration = JSON.parse(details) as Registration;
  const isTaken = await request.trace.isArmed('headless.username-taken');
  const user = isTaken ? undefined : await registerUser(world, org, site, registration);
  check(request, 'headless.username-taken', user, { username: registration.username });
  return user;
}

/** How the code was sent. @throws Refusal */
function checkVerificationType(request: FastifyRequest): void {
  const type = String(request.headers['auth-verification-type'] ?? '');
  check(request, 'headless.verification-type', type === 'email' || type === 'sms', { type });
}
