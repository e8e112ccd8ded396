/** Changes apps, users and orgs, as an admin does in Setup. What that does to tokens is what Salesforce does. */
import type { FastifyInstance } from 'fastify';
import type { App, Org, User } from '../../org/model.ts';
import { PLATFORM_CLI } from '../../org/platform-cli.ts';
import type { OrgChange } from '../../seed/change-org.ts';
import type { Fields, Section } from '../../seed/records.ts';
import { isRecord } from '../../wire/json.ts';
import type { World } from '../../world/world.ts';
import { named, object, text } from '../document/json-schema.ts';
import type { Operation } from '../document/operation.ts';
import {
  appSchema,
  changeSchema,
  orgChangeSchema,
  orgListSchemas,
  userSchema,
} from '../document/record-schemas.ts';
import { LabProblem } from '../plane/answer-problem.ts';
import { readQuery } from '../plane/input.ts';
import { LOGINS, NO_SUCH_ORG, ORG_FACTS, ORG_ID, orgOf, shownOrg } from './org-routes.ts';

/** Lists of an org that are changed through the org, as they have no path of their own. */
const LISTS = [
  'profiles',
  'permissionSets',
  'permissionSetGroups',
  'customScopes',
  'sites',
  'tokenExchangeHandlers',
] as const satisfies Section[];

export function recordRoutes(app: FastifyInstance, world: World): void {
  app.patch<{ Params: { key: string } }>(
    '/apps/:key',
    { config: { operation: CHANGE_APP } },
    async ({ params, query, body }) => {
      const { org: narrowed } = readQuery(query, ['org']);
      const { org, app: found } = appOf(world, params.key, narrowed);
      const fields = readFields(body);
      const next = await world.image.change(org, ({ apps }) => {
        const { name } = apps.find(({ id }) => id === found.id) ?? noApp(params.key, narrowed);
        return [{ section: 'apps', name, fields, path: [] }];
      });
      return shownApp(next.apps.find(({ id }) => id === found.id) ?? found);
    },
  );

  app.patch<{ Params: { username: string } }>(
    '/users/:username',
    { config: { operation: CHANGE_USER } },
    async ({ params, query, body }) => {
      readQuery(query, []);
      const { org, user } = userOf(world, params.username);
      const fields = readFields(body);
      const next = await world.image.change(org, ({ users }) => {
        const { username: name } = users.find(({ id }) => id === user.id) ?? noUser(params.username);
        return [{ section: 'users', name, fields, path: [] }];
      });
      return { org: org.id, user: next.users.find(({ id }) => id === user.id) };
    },
  );

  app.patch<{ Params: { id: string } }>(
    '/orgs/:id',
    { config: { operation: CHANGE_ORG } },
    async (request) => {
      readQuery(request.query, []);
      const org = orgOf(world, request.params.id);
      const next = await world.image.change(org, readOrgChanges(request.body));
      const { mandates, settings, profiles, permissionSets, permissionSetGroups, customScopes, sites } = next;
      const shown = shownOrg(world, next, request);
      const { objects = {} } = next;
      const lists = { profiles, permissionSets, permissionSetGroups, customScopes, sites, objects };
      const { privateKey: _, ...identityProvider } = settings.identityProvider;
      const shownSettings = { ...settings, identityProvider };
      return { ...shown, org: { ...shown.org, mandates, settings: shownSettings }, ...lists };
    },
  );
}

/** An app and its org. */
export function shownApp({ orgId, ...app }: App) {
  return { org: orgId, app };
}

/** Finds the app that a path names. PlatformCLI is in every org: `?org=` says which one is meant. @throws LabProblem */
export function appOf({ orgs }: World, key: string, narrowed: string | undefined): { org: Org; app: App } {
  const org = orgs.org(narrowed ?? orgs.app(key)?.orgId ?? '');
  const app = org?.apps.find(({ consumerKey }) => consumerKey === key);
  if (!org || !app) {
    if (key === PLATFORM_CLI && narrowed === undefined) {
      throw new LabProblem(400, 'PlatformCLI is in every org: say in which it changes with ?org=<id>');
    }
    return noApp(key, narrowed);
  }
  return { org, app };
}

function noApp(key: string, narrowed: string | undefined): never {
  const where = narrowed === undefined ? '' : ` in org '${narrowed}'`;
  throw new LabProblem(404, `there is no app '${key}'${where}: GET /_fauxforce/orgs/{id} lists an org's`);
}

/** Finds the user that a path names. @throws LabProblem */
export function userOf({ orgs }: World, username: string): { org: Org; user: User } {
  return orgs.userByUsername(username) ?? noUser(username);
}

function noUser(username: string): never {
  throw new LabProblem(404, `there is no user '${username}': GET /_fauxforce/orgs/{id} lists an org's`);
}

function readOrgChanges(body: unknown): OrgChange[] {
  const { objects, ...fields } = readFields(body);
  const own = Object.entries(fields).filter(([key]) => !isList(key));
  const ofOrg: OrgChange = { section: 'org', name: '', fields: Object.fromEntries(own), path: [] };
  const ofLists = LISTS.flatMap((section) => readList(section, fields[section]));
  return [...(own.length > 0 ? [ofOrg] : []), ...ofLists, ...readObjects(objects)];
}

function readObjects(objects: unknown): OrgChange[] {
  if (objects === undefined) return [];
  if (!isRecord(objects)) throw new LabProblem(400, 'objects must be a mapping of API names to objects');
  return [{ section: 'objects', name: '', fields: objects, path: ['objects'] }];
}

function isList(key: string): boolean {
  return LISTS.some((section) => section === key);
}

function readList(section: (typeof LISTS)[number], value: unknown): OrgChange[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new LabProblem(400, `${section} must be a list of records with a name`);
  return value.map((record: unknown, i) => {
    if (!isRecord(record) || typeof record.name !== 'string') {
      throw new LabProblem(
        400,
        `${section}[${i}] needs a name: it says which record changes, or what a new one is called`,
      );
    }
    return { section, name: record.name, fields: record, path: [section, i] };
  });
}

function readFields(body: unknown): Fields {
  if (!isRecord(body) || Object.keys(body).length === 0) {
    throw new LabProblem(
      400,
      'the body changes nothing: a JSON object with the fields of the seed that are to be new',
    );
  }
  return body;
}

/** How a path names an app, and a user. */
export const CONSUMER_KEY = 'Consumer key.';
export const USERNAME = 'Username, in upper or lower case.';
export const NO_SUCH_APP = 'There is no such app.';
export const NO_SUCH_USER = 'There is no such user.';

export const appAnswerSchema = () => object({ org: text('Id of its org.'), app: appSchema() });
export const userAnswerSchema = () => object({ org: text('Id of the org.'), user: userSchema() });

const CHANGE_APP: Operation = {
  id: 'changeApp',
  summary: 'Change what a seed says of an app',
  description: 'PlatformCLI is in every org: ?org= says which one is meant.',
  path: { key: CONSUMER_KEY },
  query: ['org'],
  body: { schema: () => changeSchema('AppChange', 'apps') },
  answer: { status: 200, schema: appAnswerSchema },
  notFound: NO_SUCH_APP,
};

const CHANGE_USER: Operation = {
  id: 'changeUser',
  summary: 'Change what a seed says of a user',
  path: { username: USERNAME },
  body: { schema: () => changeSchema('UserChange', 'users') },
  answer: { status: 200, schema: userAnswerSchema },
  notFound: NO_SUCH_USER,
};

const CHANGE_ORG: Operation = {
  id: 'changeOrg',
  summary: 'Change what a seed says of an org, its settings and lists',
  path: { id: ORG_ID },
  body: { schema: () => orgChangeSchema(LISTS) },
  answer: { status: 200, schema: changedOrgSchema },
  notFound: NO_SUCH_ORG,
};

function changedOrgSchema() {
  const { settings, mandates, ...lists } = orgListSchemas();
  const org = object({ ...ORG_FACTS, mandates, settings }, { optional: ['expiresAt'] });
  return named('ChangedOrg', object({ org, ...LOGINS, ...lists }, { optional: ['samlSso'] }));
}
