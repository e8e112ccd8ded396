/** Any JSON value where a word is meant: in every claim and header of every assertion, and in every field of the lab's bodies. */
import { sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { demoKey } from '../helpers/jwt.ts';
import { app, credentials, postToken, send, user } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';

/** JSON texts: what makes `String()`, `Number()`, a template or a walk of a value throw, and what passes for another type. */
const HOSTILE = {
  'an object that is no text': '{"toString":1,"valueOf":1}',
  'an object that is no text in a list': '[{"toString":1,"valueOf":1}]',
  'a list of lists, deeper than any stack': `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  'objects in objects, deeper than any stack': `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
  'an object': '{"__proto__":{"a":1},"toJSON":1,"constructor":1,"length":1,"then":1}',
  'a list': '["a",null]',
  null: 'null',
  true: 'true',
  'a number beyond all': '1e999',
  'a number below zero': '-1',
  'an empty text': '""',
  'half a character': '"\\ud800"',
  'a long text': JSON.stringify('a'.repeat(100_000)),
};

let sf: Fauxforce;
const bugs: unknown[] = [];

beforeAll(async () => {
  sf = await startFauxforce({
    demo: {
      apps: {
        JWT_Bearer: {},
        Web_Server: { assetToken: { audiences: ['https://devices.acme.example'] } },
        Client_Credentials: { certificate: './demo.crt' },
      },
    },
    onBug: (error) => bugs.push(error),
  });
});
afterAll(async () => sf[Symbol.asyncDispose]());

/** It answered without a mistake of ours. */
function expectCalm(status: number, body: string): void {
  expect(bugs.splice(0), body.slice(0, 300)).toEqual([]);
  expect(status, body.slice(0, 300)).toBeLessThan(500);
}

/** A JWT of JSON texts, signed by the key of the demo's certificates. */
function signed(header: Record<string, string>, claims: Record<string, string>): string {
  const encode = (members: Record<string, string>) =>
    Buffer.from(`{${Object.entries(members).map(([name, text]) => `"${name}":${text}`)}}`).toString(
      'base64url',
    );
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), demoKey).toString('base64url')}`;
}

const HEADER = ['alg', 'kid', 'typ', 'crit', 'b64', 'jwk', 'x5c'];
const CLAIMS = [
  'iss',
  'sub',
  'prn',
  'aud',
  'exp',
  'nbf',
  'iat',
  'jti',
  'did',
  'cnf',
  'email',
  'scp',
  'client_id',
];
const WORDS = [...HEADER.map((name) => ['header', name]), ...CLAIMS.map((name) => ['claim', name])] as const;
const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';

/** How each endpoint that reads a JWT is asked with one that it would take. */
const READERS: Record<string, (jwt: (claims: Record<string, unknown>) => string) => ReturnType<typeof send>> =
  {
    'the JWT bearer grant': (jwt) => {
      const { consumerKey: iss } = app(sf, 'JWT_Bearer');
      const assertion = jwt({
        iss,
        sub: 'ada@acme.example',
        aud: 'https://login.salesforce.com',
        exp: 9_999_999_999,
      });
      return postToken(sf, { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
    },
    'client authentication': (jwt) => {
      const { consumerKey: iss } = app(sf, 'Client_Credentials');
      return postToken(sf, {
        grant_type: 'client_credentials',
        client_assertion: jwt({ iss, sub: iss, aud: `${sf.url}/services/oauth2/token`, exp: 9_999_999_999 }),
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      });
    },
    'token exchange': (jwt) =>
      postToken(sf, {
        grant_type: TOKEN_EXCHANGE,
        ...credentials(sf, 'Token_Exchange'),
        subject_token: jwt({ email: 'ada@acme.example', exp: 9_999_999_999, nbf: 1 }),
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      }),
    'the asset token flow': async (jwt) =>
      postToken(sf, {
        grant_type: TOKEN_EXCHANGE,
        subject_token: await accessTokenFor(sf, {
          app: app(sf, 'Web_Server'),
          user: user(sf, 'ada'),
          scopes: 'api',
        }),
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        actor_token: jwt({ did: 'printer-7', exp: 9_999_999_999 }),
        actor_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      }),
    'a resource': (jwt) =>
      send(sf, '/services/oauth2/userinfo', {
        headers: { authorization: `Bearer ${jwt({ iss: sf.url, sub: 'uid:1', exp: 9_999_999_999 })}` },
      }),
  };

describe.each(Object.entries(READERS))('%s', (_reader, ask) => {
  const jwtWith =
    (part: string, name: string, text: string) =>
    (claims: Record<string, unknown>): string => {
      const texts = Object.fromEntries(
        Object.entries(claims).map(([key, value]) => [key, JSON.stringify(value)]),
      );
      return part === 'header'
        ? signed({ alg: '"RS256"', [name]: text }, texts)
        : signed({ alg: '"RS256"' }, { ...texts, [name]: text });
    };

  test('takes the JWT that the others are made of', async () => {
    const { status, body } = await ask(jwtWith('claim', 'unheard_of', '1'));
    expectCalm(status, body);
    if (_reader !== 'a resource') expect(status, body).toBe(200);
  });

  test.each(WORDS)('%s %s', async (part, name) => {
    for (const [what, text] of Object.entries(HOSTILE)) {
      const { status, body } = await ask(jwtWith(part, name, text));
      expectCalm(status, `${what}: ${body}`);
    }
  });
});

/** The JSON that the Salesforce plane takes. */
const JSON_BODIES: Record<string, { readonly headers: Record<string, string>; readonly body: object }> = {
  '/services/oauth2/register': {
    headers: { authorization: 'Bearer DEMO0INITIAL0ACCESS0TOKEN' },
    body: {
      client_name: 'Example',
      redirect_uris: ['http://localhost'],
      scope: 'api',
      contacts: ['a@b.example'],
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_post',
    },
  },
  '/customers/services/auth/headless/init/registration': {
    headers: {},
    body: {
      userdata: {
        email: 'nova@new.example',
        firstName: 'Nova',
        lastName: 'Lee',
        username: 'nova@acme.example',
      },
      password: 'first-password-1',
      verificationmethod: 'email',
    },
  },
  '/customers/services/auth/headless/init/passwordless/login': {
    headers: {},
    body: { username: 'vera@acme.example', verificationmethod: 'email' },
  },
  '/customers/services/auth/headless/forgot_password': {
    headers: {},
    body: { username: 'vera@acme.example', newpassword: 'second-password-2', otp: '123456' },
  },
};

test.each(Object.entries(JSON_BODIES))('%s', async (path, { headers, body }) => {
  for (const [what, text] of Object.entries(HOSTILE)) {
    for (const sent of spoilt(body, undefined, text, 2)) {
      const answer = await send(sf, path, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: sent,
      });
      expectCalm(answer.status, `${what}: ${answer.body}`);
    }
  }
});

interface Schema {
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}
interface Described {
  readonly operationId: string;
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
}

/** The first has a test of its own below, the others take no members. */
const NO_WORDS = new Set(['restoreSnapshot', 'restoreKeptSnapshot', 'reset']);

/** Those that are tried in the members of members too. */
const WORST = new Set(['an object that is no text', 'null']);

/** A body that each route of the lab would take, so that every field of it is reached. */
const TAKEN: Record<string, () => unknown> = {
  moveClock: () => ({ set: '2030-01-01T00:00:00Z', advance: '1s' }),
  armFailure: () => ({
    response: { status: 503, headers: { a: 'b' }, body: 'c' },
    where: {
      endpoint: 'token',
      grant_type: 'password',
      client_id: app(sf, 'Web_Server').consumerKey,
      org: sf.orgs[0]?.id,
    },
    times: 1,
    after: 1,
    delay: '1ms',
  }),
  makeOrg: () => ({
    org: { name: 'Hostile' },
    expiresIn: '1h',
    users: [{ username: 'mallory@hostile.example' }],
  }),
  changeOrg: () => ({
    mandates: ['pkce'],
    settings: { allowUsernamePasswordFlow: true },
    profiles: [{ name: 'Standard User' }],
  }),
  checkToken: () => ({ token: 'a.b.c' }),
  checkAssertion: () => ({ assertion: 'not.a.jwt', host: 'login.salesforce.com' }),
  changeApp: () => ({ scopes: ['api', 'refresh_token'] }),
  changeUser: () => ({ firstName: 'Ada' }),
  addApp: () => ({ name: 'Hostile', scopes: ['api'] }),
  addUser: () => ({ username: 'added@hostile.example', permissionSets: [] }),
  makeRecords: () => ({ org: small, records: { Contact: [{ ref: 'eve', LastName: 'Hostile' }] } }),
  mintToken: () => ({
    client_id: app(sf, 'Client_Credentials').consumerKey,
    username: user(sf, 'ada').username,
    scope: 'api',
  }),
  keepSnapshot: () => ({}),
  beginWalk: () => ({ client_id: app(sf, 'Client_Credentials').consumerKey, flow: 'client credentials' }),
  goOn: () => ({ all: true }),
};
/** An org with little in it, to which much is tried to be added. */
let small: string;
/** A walk that has not begun. */
let walk: string;
const PATHS: Record<string, () => string> = {
  '/walks/{id}/next': () => `/walks/${walk}/next`,
  '/snapshots/{name}': () => '/snapshots/hostile',
  '/apps': () => `/apps?org=${small}`,
  '/users': () => `/users?org=${small}`,
  '/orgs/{id}': () => `/orgs/${sf.orgs[0]?.id}`,
  '/apps/{key}': () => `/apps/${app(sf, 'Web_Server').consumerKey}`,
  '/users/{username}': () => '/users/ada@acme.example',
};

/** Every body that has a hostile text in one place of it: the whole, its members, their members and items, and those of the schema. */
function* spoilt(taken: unknown, schema: Schema | undefined, text: string, depth: number): Generator<string> {
  yield text;
  if (depth === 0) return;
  if (Array.isArray(taken)) {
    for (const [i, item] of taken.entries())
      for (const worse of spoilt(item, undefined, text, depth - 1))
        yield `[${taken.map((other, j) => (i === j ? worse : JSON.stringify(other)))}]`;
  } else if (typeof taken === 'object' && taken !== null) {
    const members: Record<string, unknown> = { ...taken };
    for (const name of new Set([
      ...Object.keys(members),
      ...Object.keys(schema?.properties ?? {}),
      'unheard_of',
    ])) {
      for (const worse of spoilt(members[name] ?? {}, schema?.properties?.[name], text, depth - 1)) {
        const others = Object.entries(members).filter(([other]) => other !== name);
        yield `{${[...others.map(([other, value]) => `"${other}":${JSON.stringify(value)}`), `"${name}":${worse}`]}}`;
      }
    }
  }
}

describe("the lab's bodies", () => {
  test('any JSON value in any field is a 4xx with one sentence, or taken', async () => {
    const document = (await (await fetch(`${sf.url}/_fauxforce/openapi.json`)).json()) as Document;
    const resolve = ({ anyOf, ...schema }: Schema): Schema =>
      anyOf?.[0]
        ? resolve(anyOf[0])
        : (document.components.schemas[schema.$ref?.split('/').at(-1) ?? ''] ?? schema);
    const problems = new Set<string>();
    const begun = await fetch(`${sf.url}/_fauxforce/walks`, {
      method: 'POST',
      body: JSON.stringify(TAKEN.beginWalk?.()),
    });
    walk = ((await begun.json()) as { id: string }).id;
    small = (await sf.org({ users: [{ username: 'small@hostile.example' }] })).id;
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, { operationId, requestBody }] of Object.entries(methods)) {
        if (!requestBody || NO_WORDS.has(operationId)) continue;
        const taken = TAKEN[operationId];
        expect(taken, `${operationId} has a body: say above which one it takes`).toBeDefined();
        const schema = resolve(requestBody.content['application/json'].schema);
        const url = `${sf.url}/_fauxforce${PATHS[path]?.() ?? path}`;
        const ask = (body: string) => fetch(url, { method: method.toUpperCase(), body });
        expect((await ask(JSON.stringify(taken?.()))).status, operationId).toBeLessThan(300);
        for (const [what, text] of Object.entries(HOSTILE)) {
          const [known, depth] = WORST.has(what) ? [schema, 2] : [undefined, 1];
          for (const body of spoilt(taken?.(), known, text, depth)) {
            const answer = await ask(body);
            const answered = await answer.text();
            const isTold = answer.status < 400 || /^\{"error":"./.test(answered);
            if (bugs.splice(0).length > 0 || answer.status >= 500 || !isTold)
              problems.add(`${operationId}, ${what}: ${body.slice(0, 300)}`);
          }
        }
      }
    }
    expect([...problems]).toEqual([]);
  }, 120_000);
});

/** The value at a path of members and items replaced. */
function replaced(value: unknown, [first, ...rest]: readonly (string | number)[], by: unknown): unknown {
  if (first === undefined) return by;
  const copy: Record<string | number, unknown> = Array.isArray(value)
    ? ([...value] as never)
    : { ...(value as object) };
  copy[first] = replaced(copy[first], rest, by);
  return copy;
}

function* pathsOf(
  value: unknown,
  path: readonly (string | number)[] = [],
): Generator<readonly (string | number)[]> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  const members = Array.isArray(value) ? value.slice(0, 1).entries() : Object.entries(value);
  for (const [name, member] of members) yield* pathsOf(member, [...path, name]);
}

test('any JSON value in any place of a snapshot is a 4xx, or taken by a server that works on', async () => {
  await using other = await startFauxforce({ onBug: (error) => bugs.push(error) });
  await postToken(other, { grant_type: 'client_credentials', ...credentials(other, 'Client_Credentials') });
  await fetch(`${other.url}/_fauxforce/failures`, {
    method: 'POST',
    body: '{"refusal":"client.secret-wrong","where":{"username":"ada@acme.example"}}',
  });
  const snapshot = (await (await fetch(`${other.url}/_fauxforce/snapshot`)).json()) as object;
  const paths = [...pathsOf(snapshot)].filter(([first, second]) => first !== 'orgs' || second === undefined);
  paths.push(...[...pathsOf(snapshot)].filter((path) => path[0] === 'orgs' && path.length < 5));
  const problems: string[] = [];
  for (const path of paths) {
    const body = JSON.stringify(replaced(snapshot, path, { toString: 1, valueOf: 1 }));
    const answer = await fetch(`${other.url}/_fauxforce/snapshot`, { method: 'PUT', body });
    const answered = await answer.text();
    const token = await postToken(other, {
      grant_type: 'client_credentials',
      ...credentials(other, 'Client_Credentials'),
    });
    if (bugs.splice(0).length > 0 || answer.status >= 500 || token.status !== 200)
      problems.push(
        `${path.join('.')}: ${answer.status} ${answered.slice(0, 100)} ${token.status} ${token.body}`,
      );
  }
  expect(problems).toEqual([]);
}, 120_000);
