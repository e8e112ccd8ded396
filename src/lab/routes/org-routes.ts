/** Makes, shows and deletes orgs. No org sees another one's records. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { makeRecordsOf } from '../../data/given/seed-records.ts';
import { flowsOf } from '../../oauth/app-flows.ts';
import type { Org } from '../../org/model.ts';
import { serviceProviderId } from '../../org/service-provider.ts';
import { isRecord } from '../../wire/json.ts';
import type { World } from '../../world/world.ts';
import { flag, instant, type JsonSchema, list, named, object, text, word } from '../document/json-schema.ts';
import type { Operation } from '../document/operation.ts';
import { newOrgSchema } from '../document/record-schemas.ts';
import { LabProblem } from '../plane/answer-problem.ts';
import { readPeriod, readQuery } from '../plane/input.ts';

interface ById {
  Params: { id: string };
}

export function orgRoutes(app: FastifyInstance, world: World): void {
  app.post('/orgs', { config: { operation: MAKE_ORG } }, async (request, reply) => {
    readQuery(request.query, []);
    const { expiresIn, ...document } = isRecord(request.body) ? request.body : {};
    if (request.body !== undefined && request.body !== null && !isRecord(request.body)) {
      throw new LabProblem(400, 'the body must be a seed document as a JSON object: {} makes a complete org');
    }
    const period = expiresIn === undefined ? undefined : readPeriod('expiresIn', expiresIn);
    const org = await makeOrg(world, document, period);
    return reply.code(201).send(shownOrg(world, org, request));
  });

  app.get('/orgs', { config: { operation: LIST_ORGS } }, ({ query }) => {
    readQuery(query, []);
    return { orgs: world.orgs.orgs.map((org) => facts(world, org)) };
  });

  app.get<ById>('/orgs/:id', { config: { operation: SHOW_ORG } }, (request) => {
    readQuery(request.query, []);
    return shownOrg(world, orgOf(world, request.params.id), request);
  });

  app.delete<ById>('/orgs/:id', { config: { operation: DELETE_ORG } }, async ({ params, query }, reply) => {
    readQuery(query, []);
    await world.image.remove([orgOf(world, params.id)]);
    return reply.code(204).send();
  });
}

/**
 * Makes an org with the records that its document has.
 *
 * @param expiresIn milliseconds after which it is deleted
 * @throws SeedError, and there is no such org then
 */
export async function makeOrg(world: World, document: unknown, expiresIn: number | undefined): Promise<Org> {
  const org = await world.image.create(document, expiresIn);
  try {
    await makeRecordsOf(world, org);
  } catch (error) {
    await world.image.remove([org]);
    throw error;
  }
  return org;
}

/** Finds the org that a path names. @throws LabProblem when there is none */
export function orgOf({ orgs }: World, id: string): Org {
  const org = orgs.org(id);
  if (!org) throw new LabProblem(404, `there is no org '${id}': GET /_fauxforce/orgs lists them`);
  return org;
}

/** What a test needs to log in to the org. */
export function shownOrg(world: World, org: Org, { calledHost }: FastifyRequest) {
  const { samlSso } = org.settings;
  const now = world.clock.of(org.id).now();
  return {
    org: facts(world, org),
    instanceUrl: calledHost.origin,
    apps: org.apps.map((app) => ({
      name: app.name,
      kind: app.kind,
      consumerKey: app.consumerKey,
      consumerSecret: app.consumerSecret,
      callbackUrls: app.callbackUrls,
      flows: flowsOf(app, org, now),
      ...(app.saml && { serviceProviderId: serviceProviderId(app) }),
    })),
    users: org.users.map(({ id, username, password, securityToken, totpSecret, profile, federationId }) => ({
      id,
      username,
      password,
      securityToken,
      totpSecret,
      profile,
      ...(federationId === undefined ? {} : { federationId }),
    })),
    ...(samlSso === undefined
      ? {}
      : { samlSso: { issuer: samlSso.issuer, identityMapping: samlSso.identityMapping } }),
  };
}

function facts({ image }: World, { id, name, myDomain, type, cloud, isActive }: Org) {
  const expiresAt = image.expiresAt(id);
  return {
    id,
    name,
    myDomain,
    type,
    cloud,
    isActive,
    ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
  };
}

/** How a path names an org. */
export const ORG_ID = 'Id of the org, of 15 or 18 characters.';
export const NO_SUCH_ORG = 'There is no such org.';

const MAKE_ORG: Operation = {
  id: 'makeOrg',
  summary: 'Make an org',
  description: 'All of the seed document is optional: {} makes a complete org.',
  body: { schema: newOrgSchema, isOptional: true },
  answer: { status: 201, schema: detailsSchema },
};

const LIST_ORGS: Operation = {
  id: 'listOrgs',
  summary: 'Which orgs there are',
  answer: { status: 200, schema: () => object({ orgs: list(orgSchema()) }) },
};

const SHOW_ORG: Operation = {
  id: 'showOrg',
  summary: 'What it takes to log in to an org',
  path: { id: ORG_ID },
  answer: { status: 200, schema: detailsSchema },
  notFound: NO_SUCH_ORG,
};

const DELETE_ORG: Operation = {
  id: 'deleteOrg',
  summary: 'Delete an org, its tokens, approvals and sessions',
  path: { id: ORG_ID },
  answer: { status: 204 },
  notFound: NO_SUCH_ORG,
};

/** The facts that {@link facts} returns. */
export const ORG_FACTS = {
  id: text('18 characters.'),
  name: text(),
  myDomain: text('`acme` in acme.my.salesforce.com.'),
  type: word(['production', 'developer', 'sandbox', 'scratch']),
  cloud: word(['commercial', 'gov', 'mil', 'china']),
  isActive: flag(),
  expiresAt: instant('When it goes by itself.'),
};

/** What {@link show} returns of an org beside its facts. */
export const LOGINS = {
  instanceUrl: text('Where clients log in and call the API.'),
  apps: list(
    object(
      {
        name: text(),
        kind: word(['connectedApp', 'externalClientApp']),
        consumerKey: text(),
        consumerSecret: text('Empty for a public client.'),
        callbackUrls: list(text()),
        flows: list(
          text(),
          'What it is for: `web server`, `JWT bearer`; none while it is blocked or switched off, or no user of the org may use it.',
        ),
        serviceProviderId: text('`0sp…`, of an app with SAML: `app` of the IdP-initiated log-in URL.'),
      },
      { optional: ['serviceProviderId'] },
    ),
  ),
  users: list(
    object(
      {
        id: text(),
        username: text(),
        password: text(),
        securityToken: text(),
        totpSecret: text('Base32, of the authenticator app.'),
        profile: text(),
        federationId: text(),
      },
      { optional: ['federationId'] },
    ),
  ),
  samlSso: object(
    { issuer: text(), identityMapping: word(['Username', 'FederationId']) },
    { description: 'The identity provider that it trusts.' },
  ),
};

function orgSchema(): JsonSchema {
  return named('Org', object(ORG_FACTS, { optional: ['expiresAt'] }));
}

function detailsSchema(): JsonSchema {
  return named('OrgDetails', object({ org: orgSchema(), ...LOGINS }, { optional: ['samlSso'] }));
}
