/** The lab's API document says what the lab does: its routes, their parameters, what they take and what they answer. */
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import type { LabOrg } from './helpers.ts';

const fresh = freshServers();

interface Described {
  readonly operationId: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly description: string;
  }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}
type Content = Readonly<Record<string, { readonly schema: object }>>;

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

interface Validator {
  addSchema(schema: object, id: string): unknown;
  compile(schema: object): ((value: unknown) => boolean) & { readonly errors?: unknown };
}

/** The JSON Schema validator that Fastify brings. */
const fromFastify = createRequire(createRequire(import.meta.url).resolve('fastify'));
const { default: Ajv } = createRequire(fromFastify.resolve('@fastify/ajv-compiler'))('ajv/dist/2020.js') as {
  default: new (options: object) => Validator;
};

const UNKNOWN = 'zzzzzzzzzzzz';
let document: Document;

async function ask(
  { url }: Pick<Fauxforce, 'url'>,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: unknown; headers: Headers }> {
  const answer = await fetch(`${url}/_fauxforce${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
}

/** What an answer says that it takes: the names after `use`. */
function namesIn(problem: unknown): string[] {
  const { error } = problem as { error: string };
  expect(error).toContain(UNKNOWN);
  return error.endsWith(': this path takes none') ? [] : (error.split(': use ')[1] ?? '').split(', ').sort();
}

function operations(): { method: string; path: string; operation: Described }[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

function operation(method: string, path: string): Described {
  const found = document.paths[path]?.[method.toLowerCase()];
  if (!found) throw new Error(`${method} ${path} is not in the document`);
  return found;
}

beforeAll(async () => {
  await using sf = await startFauxforce();
  document = (await ask(sf, 'GET', '/openapi.json')).body as Document;
});

test('is OpenAPI 3.1 whose references lead somewhere, and whose operations have names of their own', () => {
  expect(document.openapi).toBe('3.1.1');
  const references = Array.from(
    JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g),
    ([, target]) => target,
  );
  const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
  expect([...new Set(references)].sort()).toEqual(known.sort());
  const ids = operations().map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test('has every path and method of the lab, and no others', async () => {
  const sf = await fresh();
  const { error } = (await ask(sf, 'GET', `/${UNKNOWN}`)).body as { error: string };
  const paths = error.slice(error.indexOf(': there are ') + 12).split(', ');
  const served = await Promise.all(
    paths.map(async (path) => {
      const below = path.replace('/_fauxforce', '').replaceAll(/:(\w+)/g, '{$1}');
      const allow = (await ask(sf, 'OPTIONS', below)).headers.get('allow') ?? '';
      const methods = allow.split(', ').filter((method) => method !== 'HEAD');
      return methods.map((method) => `${method} ${below}`);
    }),
  );
  const described = operations().map(({ method, path }) => `${method} ${path}`);
  expect(described.sort()).toEqual(served.flat().sort());
});

test('has every query parameter that is read, and no others', async () => {
  const sf = await fresh();
  for (const { method, path, operation } of operations()) {
    const asked = await ask(sf, method, `${path}?${UNKNOWN}=1`, method === 'GET' ? undefined : {});
    expect(asked.status, `${method} ${path}`).toBe(400);
    const described = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
    expect(namesIn(asked.body), `${method} ${path}`).toEqual(described.map(({ name }) => name).sort());
  }
});

test('has every parameter of a path, and says what each parameter is', () => {
  for (const { path, operation } of operations()) {
    const inPath = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => name);
    const parameters = operation.parameters ?? [];
    expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)).toEqual(inPath);
    expect(parameters.every(({ description }) => description.endsWith('.'))).toBe(true);
  }
});

test.each(['/clock', '/failures', '/tokens', '/records'])(
  'has every member of a body for POST %s',
  async (path) => {
    const sf = await fresh();
    const { body } = await ask(sf, 'POST', path, { [UNKNOWN]: 1 });
    const { schema } = operation('POST', path).requestBody?.content['application/json'] ?? {};
    const { $ref } = schema as { $ref: string };
    const { properties } = document.components.schemas[$ref.split('/').at(-1) ?? ''] as {
      properties: object;
    };
    expect(Object.keys(properties).sort()).toEqual(namesIn(body));
  },
);

describe('says what is answered', () => {
  const sampled = new Set<string>();
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });

  beforeAll(() => {
    ajv.addSchema(document, 'lab');
  });

  function fits(pointer: string, value: unknown): void {
    const validate = ajv.compile({ $ref: `lab#${pointer}` });
    validate(value);
    expect(validate.errors ?? [], pointer).toEqual([]);
  }

  function pointerTo(method: string, path: string, ...rest: string[]): string {
    const steps = ['paths', path, method.toLowerCase(), ...rest];
    return steps.map((step) => `/${encodeURIComponent(step.replaceAll('/', '~1'))}`).join('');
  }

  /** Asks, and holds question and answer against the document. @param path as the document has it */
  async function sample<Body>(
    sf: Fauxforce,
    method: string,
    path: string,
    { at = path, body, status = 200 }: { at?: string; body?: unknown; status?: number } = {},
  ): Promise<Body> {
    const json = ['content', 'application/json', 'schema'];
    const answer = await ask(sf, method, at, body);
    expect(answer.status, `${method} ${at}: ${JSON.stringify(answer.body)}`).toBe(status);
    const described = operation(method, path).responses[status];
    expect(described, `${method} ${path} ${status}`).toBeDefined();
    if (described?.content) fits(pointerTo(method, path, 'responses', String(status), ...json), answer.body);
    else expect(answer.body).toBeUndefined();
    if (body !== undefined && status < 400) fits(pointerTo(method, path, 'requestBody', ...json), body);
    if (status < 300) sampled.add(`${method} ${path}`);
    return answer.body as Body;
  }

  const EVE = { org: { name: 'Samples' }, users: [{ username: 'eve@samples.example' }] };

  /** Says what most seeds leave out. */
  const RICH = {
    org: {
      name: 'Rich',
      mandates: ['pkce'],
      settings: { trustedIpRanges: [{ start: '10.0.0.1', end: '10.0.0.9' }] },
    },
    users: [{ username: 'run@rich.example', profile: 'System Administrator', address: { city: 'Bonn' } }],
    apps: [
      {
        kind: 'externalClientApp',
        name: 'Rich',
        callbackUrls: ['myapp://done'],
        scopes: ['api', 'RefreshToken'],
        refreshTokenPolicy: 'specific_lifetime:30:DAYS',
        sessionPolicy: { sessionTimeout: 15, sessionLevel: 'HIGH_ASSURANCE', policyAction: 'Block' },
        idToken: { validity: 5, audiences: ['a'] },
        assetToken: { audiences: ['a'] },
        attributes: { region: "'EU'" },
        clientCredentialUser: 'run@rich.example',
        createdAt: '2026-01-01T00:00:00Z',
      },
    ],
  };

  test('of orgs, apps and users', async () => {
    const sf = await fresh();
    await sample(sf, 'GET', '/health');
    await sample(sf, 'GET', '/openapi.json');
    await sample(sf, 'POST', '/orgs', { status: 201 });
    const { org } = await sample<LabOrg>(sf, 'POST', '/orgs', {
      body: { ...EVE, expiresIn: '1h30m' },
      status: 201,
    });
    await sample(sf, 'POST', '/orgs', { body: RICH, status: 201 });
    await sample(sf, 'POST', '/orgs', { body: { users: [{ username: 'nobody' }] }, status: 400 });
    await sample(sf, 'POST', '/orgs', { body: [], status: 400 });
    await sample(sf, 'GET', '/orgs');
    const at = `/orgs/${org.id}`;
    await sample(sf, 'GET', '/orgs/{id}', { at });
    await sample(sf, 'PATCH', '/orgs/{id}', {
      at,
      body: {
        name: null,
        settings: { maxLoginAttempts: 'NoLimit', sessionTimeout: null, lockoutInterval: 'Forever' },
        profiles: [{ name: 'Night', loginHours: { monday: { start: 0, end: 60 } }, sessionTimeout: 15 }],
        permissionSets: [{ name: 'Orders', customPermissions: ['Approve'] }],
        sites: [{ name: 'Help', urlPathPrefix: 'help', profiles: ['Night'] }],
      },
    });
    await sample(sf, 'PATCH', '/orgs/{id}', { at: '/orgs/00Dnone', body: { name: 'A' }, status: 404 });
    const user = '/users/{username}';
    await sample(sf, 'PATCH', user, {
      at: '/users/EVE@samples.example',
      body: { firstName: 'Eve', phone: '1', address: { city: 'Bonn' }, federationId: null, profile: 'Night' },
    });
    await sample(sf, 'PATCH', user, { at: '/users/eve@samples.example', body: { isActiv: 1 }, status: 400 });
    for (const { consumerKey } of Object.values(sf.apps)) {
      await sample(sf, 'PATCH', '/apps/{key}', {
        at: `/apps/${consumerKey}?org=00D5g000004AcmeEAC`,
        body: { attributes: { a: "'b'" } },
      });
    }
    const { app } = await sample<{ app: { consumerKey: string } }>(sf, 'POST', '/apps', {
      at: `/apps?org=${org.id}`,
      body: { ...RICH.apps[0], clientCredentialUser: 'eve@samples.example' },
      status: 201,
    });
    await sample(sf, 'POST', '/apps', { at: `/apps?org=${org.id}`, status: 201 });
    await sample(sf, 'POST', '/apps', { at: `/apps?org=${org.id}`, body: { name: 'Rich' }, status: 400 });
    await sample(sf, 'POST', '/apps', { at: '/apps?org=00Dnone', body: {}, status: 404 });
    const username = 'zoe@samples.example';
    await sample(sf, 'POST', '/users', {
      at: `/users?org=${org.id}`,
      body: { username, address: { city: 'Bonn' } },
      status: 201,
    });
    await sample(sf, 'POST', '/users', { at: '/users', body: {}, status: 400 });
    await sample(sf, 'DELETE', '/apps/{key}', { at: `/apps/${app.consumerKey}`, status: 204 });
    await sample(sf, 'DELETE', '/apps/{key}', { at: `/apps/${app.consumerKey}`, status: 404 });
    await sample(sf, 'DELETE', user, { at: `/users/${username}`, status: 204 });
    await sample(sf, 'DELETE', user, { at: `/users/${username}`, status: 404 });
    await sample(sf, 'DELETE', '/orgs/{id}', { at, status: 204 });
    await sample(sf, 'GET', '/orgs/{id}', { at, status: 404 });
  });

  test('of time and failures', async () => {
    const sf = await fresh();
    const [{ id }] = (await sample<{ orgs: [{ id: string }] }>(sf, 'GET', '/orgs')).orgs;
    await sample(sf, 'POST', '/clock', { body: { freeze: true } });
    await sample(sf, 'GET', '/clock', { at: `/clock?org=${id}` });
    await sample(sf, 'GET', '/clock', { at: '/clock?org=nobody', status: 404 });
    await sample(sf, 'POST', '/tokens', { body: tokenOfAda, status: 201 });
    await sample(sf, 'POST', '/clock', {
      body: { reset: true, set: '2020-01-01T00:00:00Z', advance: '1h30m' },
    });
    await sample(sf, 'POST', '/clock', { body: { set: 1_900_000_000_000 } });
    await sample(sf, 'POST', '/clock', { body: { advance: 'soon' }, status: 400 });

    const orders = [
      { refusal: 'refresh.expired', times: 2, where: { endpoint: 'token', grant_type: 'refresh_token' } },
      { response: { status: 503, headers: { 'retry-after': '1' }, body: [] }, every: 2, after: 1 },
      { fault: 'reset', where: { username: 'ada@acme.example', org: id } },
      { delay: '1ms' },
      { scenario: 'revoked-by-admin' },
    ];
    for (const body of orders) await sample(sf, 'POST', '/failures', { body, status: 201 });
    await sample(sf, 'POST', '/failures', { body: { refusal: 'no' }, status: 400 });
    await sample(sf, 'GET', '/failures');
    await sample(sf, 'GET', '/scenarios');
    await sample(sf, 'GET', '/outbox');
    await sample(sf, 'DELETE', '/failures/{id}', { at: '/failures/f1', status: 204 });
    await sample(sf, 'DELETE', '/failures/{id}', { at: '/failures/f1', status: 404 });
    await sample(sf, 'DELETE', '/failures', { at: `/failures?org=${id}`, status: 204 });
  });

  test('of tokens and snapshots', async () => {
    const sf = await fresh();
    await sample(sf, 'POST', '/tokens', { body: tokenOfAda, status: 201 });
    await sample(sf, 'POST', '/tokens', { body: { ...tokenOfAda, scope: 'api' }, status: 201 });
    await sample(sf, 'POST', '/tokens', { body: {}, status: 400 });
    await sample(sf, 'GET', '/tokens', { at: '/tokens?username=ada@acme.example&limit=1' });
    await sample(sf, 'GET', '/tokens');
    await sample(sf, 'POST', '/clock', { at: '/clock?org=00D5g000004AcmeEAC', body: { freeze: true } });
    const snapshot = await sample(sf, 'GET', '/snapshot');
    await sample(sf, 'DELETE', '/tokens', { at: '/tokens?client_id=3MVG9Demo.Web_Server', status: 204 });
    await sample(sf, 'PUT', '/snapshot', { body: snapshot, status: 204 });
    await sample(sf, 'PUT', '/snapshot', { body: {}, status: 400 });
    const kept = '/snapshots/one';
    await sample(sf, 'PUT', '/snapshots/{name}', { at: kept, status: 201 });
    await sample(sf, 'PUT', '/snapshots/{name}', { at: kept, body: {}, status: 201 });
    await sample(sf, 'PUT', '/snapshots/{name}', { at: '/snapshots/-', status: 400 });
    await sample(sf, 'GET', '/snapshots');
    await sample(sf, 'POST', '/snapshots/{name}/restore', { at: `${kept}/restore`, status: 204 });
    await sample(sf, 'POST', '/snapshots/{name}/restore', { at: '/snapshots/none/restore', status: 404 });
    await sample(sf, 'DELETE', '/snapshots/{name}', { at: kept, status: 204 });
    await sample(sf, 'DELETE', '/snapshots/{name}', { at: kept, status: 404 });
    await sample(sf, 'POST', '/reset', { status: 204 });
    await sample(sf, 'POST', '/reset', { body: {}, status: 204 });
  });

  test('of records', async () => {
    const sf = await fresh();
    const org = '00D5g000004AcmeEAC';
    const records = {
      Account: [{ ref: 'acme', Name: 'Acme Samples' }],
      Contact: [{ LastName: 'Byron', AccountId: '@acme' }],
    };
    await sample(sf, 'POST', '/records', { body: { org, records }, status: 201 });
    await sample(sf, 'POST', '/records', { body: { records }, status: 201 });
    await sample(sf, 'POST', '/records', { body: { org, records: { Account: [{}] } }, status: 400 });
    await sample(sf, 'POST', '/records', { body: { org: '00Dnone', records }, status: 404 });
    await sample(sf, 'GET', '/records', { at: '/records?object=Account' });
    const q = encodeURIComponent('SELECT Name, (SELECT Id FROM Contacts) FROM Account');
    await sample(sf, 'GET', '/records', { at: `/records?org=${org}&q=${q}` });
    await sample(sf, 'GET', '/records', { at: '/records', status: 400 });
    await sample(sf, 'DELETE', '/records', { at: `/records?org=${org}&object=Account`, status: 204 });
    await sample(sf, 'DELETE', '/records', { at: `/records?org=${org}`, status: 204 });
  });

  test('of what admins see', async () => {
    const sf = await fresh();
    for (const scope of ['api refresh_token', 'api', 'api refresh_token']) {
      await ask(sf, 'POST', '/tokens', { ...tokenOfAda, scope });
    }
    const body = new URLSearchParams({ un: 'ada@acme.example', pw: 'wrong' });
    await fetch(`${sf.url}/`, { method: 'POST', body });
    await sample(sf, 'GET', '/usage');
    await sample(sf, 'GET', '/usage', { at: '/usage?username=ada@acme.example' });
    await sample(sf, 'GET', '/usage', { at: '/usage?org=00Dnone', status: 404 });
    await sample(sf, 'GET', '/logins', { at: '/logins?status=Invalid%20Password&since=0&limit=5' });
    await sample(sf, 'GET', '/logins', { at: '/logins?username=nobody', status: 400 });
    await sample(sf, 'GET', '/idp-events', { at: '/idp-events?since=0&limit=5' });
    await sample(sf, 'GET', '/idp-events', { at: '/idp-events?username=nobody', status: 400 });
    const { approvals } = await sample<{ approvals: { id: string }[] }>(sf, 'GET', '/approvals');
    expect(approvals).toHaveLength(2);
    const at = `/approvals/${approvals[0]?.id}`;
    await sample(sf, 'DELETE', '/approvals/{id}', { at, status: 204 });
    await sample(sf, 'DELETE', '/approvals/{id}', { at, status: 404 });
    await sample(sf, 'DELETE', '/approvals', { at: '/approvals?username=ada@acme.example', status: 204 });
  });

  test('of the journal and the catalogue', async () => {
    const sf = await fresh();
    const client = {
      grant_type: 'client_credentials',
      client_id: '3MVG9Demo.Client_Credentials',
      client_secret: 'DEMO0CLIENT0CREDENTIALS000000000',
    };
    const token = async (fields: Record<string, string>) => {
      const body = new URLSearchParams(fields);
      await (await fetch(`${sf.url}/services/oauth2/token`, { method: 'POST', body })).text();
    };
    await token(client);
    await token({ ...client, client_secret: 'oops' });
    sf.arm('client.secret-wrong');
    await token(client);

    await sample(sf, 'GET', '/refusals');
    await sample(sf, 'GET', '/refusals', { at: '/refusals?seen=true' });
    await sample(sf, 'GET', '/refusals/{name}', { at: '/refusals/code.spent' });
    await sample(sf, 'GET', '/refusals/{name}', { at: '/refusals/none', status: 404 });
    const { entries } = await sample<{ entries: { id: string }[] }>(sf, 'GET', '/journal');
    expect(entries.length).toBeGreaterThanOrEqual(3);
    await sample(sf, 'GET', '/journal', {
      at: '/journal?outcome=refused&refusal=client.secret-wrong&limit=1&since=0',
    });
    await sample(sf, 'GET', '/journal', { at: '/journal?outcome=maybe', status: 400 });
    await sample(sf, 'GET', '/journal.har');
    await sample(sf, 'GET', '/journal/{id}', { at: `/journal/${entries[0]?.id}` });
    await sample(sf, 'GET', '/journal/{id}', { at: '/journal/none', status: 404 });
    const callback = '/callback-check?client_id=PlatformCLI&redirect_uri=x';
    await sample(sf, 'GET', '/callback-check', { at: callback });
    await sample(sf, 'GET', '/callback-check', { at: '/callback-check', status: 400 });
    await sample(sf, 'POST', '/token-check', { body: { token: 'a.b.c' } });
    await sample(sf, 'POST', '/token-check', { body: {}, status: 400 });
    await sample(sf, 'POST', '/assertion-check', { body: { assertion: 'a.b.c' } });
    await sample(sf, 'POST', '/assertion-check', { body: {}, status: 400 });
    await sample(sf, 'POST', '/assertion-check', { body: { entry: 'none' }, status: 404 });
    const newest = entries[0]?.id;
    await sample(sf, 'GET', '/journal', { at: `/journal?before=${newest}` });
    await sample(sf, 'GET', '/journal', { at: '/journal?before=none', status: 404 });
    await sample(sf, 'GET', '/journal.har', { at: `/journal.har?id=${newest}` });
    await sample(sf, 'GET', '/journal/{id}/sent', { at: `/journal/${newest}/sent` });
    await sample(sf, 'GET', '/journal/{id}/sent', { at: '/journal/none/sent', status: 404 });
    await sample(sf, 'POST', '/journal/{id}/replay', { at: `/journal/${newest}/replay`, status: 201 });
    await sample(sf, 'POST', '/journal/{id}/replay', { at: '/journal/none/replay', status: 404 });

    const asked = { client_id: '3MVG9Demo.Client_Credentials', flow: 'client credentials' };
    const { id } = await sample<{ id: string }>(sf, 'POST', '/walks', { body: asked, status: 201 });
    await sample(sf, 'POST', '/walks', { body: { ...asked, flow: 'magic' }, status: 400 });
    await sample(sf, 'POST', '/walks/{id}/next', { at: `/walks/${id}/next` });
    await sample(sf, 'POST', '/walks/{id}/next', {
      at: `/walks/${id}/next`,
      body: { all: true },
      status: 400,
    });
    await sample(sf, 'POST', '/walks/{id}/next', { at: '/walks/none/next', status: 404 });
    await sample(sf, 'GET', '/walks/{id}', { at: `/walks/${id}` });
    await sample(sf, 'GET', '/walks/{id}', { at: '/walks/none', status: 404 });

    await sample(sf, 'DELETE', '/journal', { status: 204 });

    const stream = await fetch(`${sf.url}/_fauxforce/journal/stream?since=0`);
    const described = operation('GET', '/journal/stream').responses[stream.status]?.content;
    expect(Object.keys(described ?? {})).toEqual([stream.headers.get('content-type')]);
    await stream.body?.cancel();
    sampled.add('GET /journal/stream');

    const certificate = await fetch(`${sf.url}/_fauxforce/ca.pem`);
    expect(Object.keys(operation('GET', '/ca.pem').responses[certificate.status]?.content ?? {})).toEqual([
      certificate.headers.get('content-type'),
    ]);
    expect(await certificate.text()).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
    sampled.add('GET /ca.pem');

    const metrics = await fetch(`${sf.url}/_fauxforce/metrics`);
    expect(Object.keys(operation('GET', '/metrics').responses[metrics.status]?.content ?? {})).toEqual([
      'text/plain',
    ]);
    expect(metrics.headers.get('content-type')).toMatch(/^text\/plain;/);
    expect(await metrics.text()).toContain('fauxforce_store_up 1');
    sampled.add('GET /metrics');
  });

  // Every operation has succeeded once.
  afterAll(() => {
    const all = operations().map(({ method, path }) => `${method} ${path}`);
    expect(all.filter((name) => !sampled.has(name))).toEqual([]);
  });
});

const tokenOfAda = { client_id: '3MVG9Demo.Web_Server', username: 'ada@acme.example' };
