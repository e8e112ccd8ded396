/**
 * `/services/oauth2/register`: an app that holds another's initial access token makes itself known, and can read what it
 * registered. Nearly RFC 7591 and 7592 (identity-and-resources.md 5).
 */
import { hash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../../org/model.ts';
import { check, identify } from '../../refusals/check.ts';
import { tokenAfter } from '../../wire/authorization.ts';
import { LONG_AGO } from '../../wire/headers.ts';
import { sendJson } from '../../wire/json.ts';
import { sameBytes, sameText } from '../../wire/secrets.ts';
import { drawConsumer } from '../../world/consumer-details.ts';
import type { Registration } from '../../world/registered-app.ts';
import type { World } from '../../world/world.ts';
import { readMetadata } from './metadata.ts';

const PATH = '/services/oauth2/register';

export function registerEndpoint(app: FastifyInstance, world: World): void {
  app.post(PATH, (request, reply) => register(world, request, reply));
  app.get(`${PATH}/:client`, (request, reply) => readRegistration(world, request, reply));
}

async function register(world: World, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { calledHost, otherBody } = request;
  const parent = authenticateParent(world, request);
  const metadata = readMetadata(request, otherBody);
  await request.trace.passed('register');
  const { consumerKey: client_id, consumerSecret: client_secret } = drawConsumer(world.entropy);
  const registration: Registration = {
    client_id,
    client_secret,
    registration_client_uri: `${calledHost.origin}${PATH}/${client_id}`,
    client_id_issued_at: Math.floor(world.clock.of(parent.orgId).now() / 1000),
    metadata,
  };
  const accessToken = world.formlessTokens.drawRegistrationToken(world.entropy);
  await world.store.registeredApps.append({
    consumerKey: client_id,
    parentConsumerKey: parent.consumerKey,
    accessTokenHash: hash('sha256', accessToken, 'buffer'),
    registration: JSON.stringify(registration),
    createdAt: world.clock.of(parent.orgId).now(),
  });
  await world.image.follow();
  return sendRegistration(reply.code(201), registration, accessToken);
}

/** The app whose initial access token was sent. @throws Refusal */
function authenticateParent({ orgs }: World, request: FastifyRequest): App {
  const { calledHost } = request;
  const sent = tokenAfter(['bearer'], request.headers.authorization);
  const own = orgs.orgCalled(calledHost);
  const apps = (calledHost.myDomain === undefined ? orgs.orgs : own ? [own] : []).flatMap((org) => org.apps);
  const parent = apps.find(({ initialAccessToken }) => isSame(sent, initialAccessToken));
  check(request, 'register.initial-access-token', parent, { sent: sent !== undefined });
  identify(request, { org: parent.orgId, app: parent });
  return parent;
}

async function readRegistration(
  world: World,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { client } = request.params as { client: string };
  const sent = tokenAfter(['bearer'], request.headers.authorization);
  const registered = await world.store.registeredApps.find(client);
  const matches = registered && sent && sameBytes(hash('sha256', sent, 'buffer'), registered.accessTokenHash);
  check(request, 'register.access-token', matches, { client, registered: registered !== undefined });
  identify(request, { app: client });
  await request.trace.passed('register');
  return sendRegistration(reply, JSON.parse(registered.registration) as Registration, sent);
}

/** The members in their observed order. */
function sendRegistration(
  reply: FastifyReply,
  registration: Registration,
  registrationAccessToken: string,
): FastifyReply {
  const { client_id, client_secret, registration_client_uri, client_id_issued_at, metadata } = registration;
  return sendJson(reply.header('Expires', LONG_AGO), {
    client_id,
    client_secret,
    registration_access_token: registrationAccessToken,
    registration_client_uri,
    client_id_issued_at,
    client_secret_expires_at: 0,
    token_endpoint_auth_method: metadata.token_endpoint_auth_method,
    redirect_uris: metadata.redirect_uris,
    response_types: metadata.response_types,
    grant_types: metadata.grant_types,
    contacts: metadata.contacts,
    client_name: metadata.client_name,
    scopes: metadata.scopes,
  });
}

function isSame(sent: string | undefined, kept: string | undefined): boolean {
  return sent !== undefined && kept !== undefined && sameText(sent, kept);
}
