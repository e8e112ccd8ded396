/** What a headless app calls beside authorize and token: it registers people, has codes sent, and reads its own code (authorize.md 8). */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { newUserId } from '../../org/ids.ts';
import type { User } from '../../org/model.ts';
import { isMember } from '../../org/sites.ts';
import { check, identify } from '../../refusals/check.ts';
import { nearMissOfUsername } from '../../tokens/near-misses.ts';
import { JSON_TYPE } from '../../wire/headers.ts';
import { isRecord, json, readJsonObject } from '../../wire/json.ts';
import { subjectOf } from '../../world/subject.ts';
import type { World } from '../../world/world.ts';
import { type CalledSite, checkSite } from './site.ts';
import { changePassword, type Registration } from './users.ts';
import { sendCode, useNewestCode } from './verification.ts';

const HEADLESS = '/services/auth/headless';

export function headlessEndpoints(app: FastifyInstance, world: World): void {
  const answer = (url: string, handle: (world: World, request: FastifyRequest) => Promise<object>) =>
    app.post(url, async (request, reply) => reply.type(JSON_TYPE).send(json(await handle(world, request))));
  answer(`${HEADLESS}/init/registration`, beginRegistration);
  answer(`${HEADLESS}/init/passwordless/login`, beginPasswordlessLogIn);
  answer(`${HEADLESS}/forgot_password`, resetPassword);
  // A callback for apps that have no web server: it shows the query it was sent.
  app.get('/services/oauth2/echo', async ({ parameters }, reply) =>
    reply.type(JSON_TYPE).send(json(Object.fromEntries(parameters))),
  );
}

async function beginRegistration(world: World, request: FastifyRequest): Promise<object> {
  const { org, site } = checkSite(world, request);
  const registration = readRegistration(request);
  check(request, 'headless.registration-incomplete', registration, { wanted: WANTED });
  check(request, 'headless.registration-closed', site.profiles.length > 0, { site: site.name });
  const { username, email } = registration;
  const identifier = await sendCode(world, request, {
    purpose: 'user-registration',
    orgId: org.id,
    userId: newUserId(org, username),
    to: email,
    details: registration,
  });
  return { status: 'success', email, identifier };
}

async function beginPasswordlessLogIn(world: World, request: FastifyRequest): Promise<object> {
  const called = checkSite(world, request);
  const username = readText(request, 'username');
  identify(request, { user: username });
  const user = memberNamed(world, called, username);
  check(request, 'headless.user-unknown', user, {
    username,
    org: called.org.name,
    nearMiss: user ? undefined : nearMissOfUsername(username, world.orgs),
  });
  identify(request, { org: called.org, user });
  const { id: userId, email: to } = user;
  const message = { purpose: 'passwordless-login', orgId: called.org.id, userId, to } as const;
  return { status: 'success', identifier: await sendCode(world, request, message) };
}

/** First without `otp`: a code is sent, and whether the user exists is not told. Then with it and the new password. */
async function resetPassword(world: World, request: FastifyRequest): Promise<object> {
  const called = checkSite(world, request);
  const username = readText(request, 'username');
  const otp = readText(request, 'otp');
  const newPassword = readText(request, 'newpassword');
  identify(request, { user: username });
  const user = memberNamed(world, called, username);
  if (user) identify(request, { org: called.org, user });
  if (otp === '') {
    if (user) {
      const { id: userId, email: to } = user;
      await sendCode(world, request, { purpose: 'forgot-password', orgId: called.org.id, userId, to });
    }
    return { status_code: 'otp_sent' };
  }
  check(request, 'headless.new-password-missing', newPassword !== '', {});
  await useNewestCode(world, request, 'forgot-password', user?.id ?? '', otp);
  if (user) await changePassword(world, called.org, user, newPassword);
  return { status_code: 'success' };
}

function memberNamed(world: World, { org, site }: CalledSite, username: string): User | undefined {
  const found = world.orgs.userByUsername(username);
  return found?.org.id === org.id && isMember(site, subjectOf(world, found)) ? found.user : undefined;
}

const WANTED = [
  'userdata.email',
  'userdata.lastName',
  'userdata.username, if it is not the email',
  'password',
];

/** The Mobile SDKs send JSON. Undefined when something is missing that a user cannot be without. */
function readRegistration({ otherBody }: FastifyRequest): Registration | undefined {
  const body = readJsonObject(otherBody?.toString('utf8') ?? '');
  const userdata = isRecord(body?.userdata) ? body.userdata : {};
  const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');
  const email = text(userdata.email);
  const username = text(userdata.username) || email;
  const lastName = text(userdata.lastName);
  const password = typeof body?.password === 'string' ? body.password : '';
  if (!USERNAME.test(username) || !email.includes('@') || lastName === '' || password === '')
    return undefined;
  return { username, email, firstName: text(userdata.firstName) || undefined, lastName, password };
}

/** As a seed has it. */
const USERNAME = /^[^@\s]{1,64}@[^@\s.]+\.[^@\s]+$/;

/** A member of a JSON body, or a form parameter; empty if it was not sent. */
function readText({ otherBody, parameters }: FastifyRequest, name: string): string {
  const body = readJsonObject(otherBody?.toString('utf8') ?? '');
  const value = body ? body[name] : parameters.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
