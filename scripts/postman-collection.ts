/** `docs/postman/`: a collection and an environment for Postman, in the shape of Salesforce's own "Salesforce Platform APIs". */
import type { Org } from '../src/org/model.ts';
import { FOLDERS, type Folder, type Request } from './postman-requests.ts';

const FOLDER = new URL('../docs/postman/', import.meta.url);
export const COLLECTION = new URL('fauxforce.postman_collection.json', FOLDER);
export const ENVIRONMENT = new URL('fauxforce.postman_environment.json', FOLDER);

const SCHEMA = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';

export interface Entry {
  readonly key: string;
  readonly value: string;
}

/** The collection as JSON. */
export function postmanCollection(): string {
  const description =
    'Log-ins, tokens and the REST and SOAP APIs of fauxforce, with the variables of "Salesforce Platform APIs". Import the environment beside it, and read docs/postman.md.';
  return written({
    info: { name: 'fauxforce', description, schema: SCHEMA },
    item: FOLDERS.map(folderItem),
  });
}

/** The environment as JSON: the demo org on its usual port. */
export function postmanEnvironment([org]: readonly Org[]): string {
  if (!org) throw new TypeError('the demo has an org');
  const values = environmentOf(org).map((entry) => ({ ...entry, type: 'default', enabled: true }));
  return written({ name: 'fauxforce demo org', values, _postman_variable_scope: 'environment' });
}

/** What the requests begin with. Names with an underscore are set by the answers; those of assertions and codes by hand. */
export function environmentOf(org: Org, url = 'http://localhost:7332'): readonly Entry[] {
  const values = {
    url,
    site: url,
    experience: `${url}/customers`,
    lab: `${url}/_fauxforce`,
    version: '65.0',
    redirectUrl: 'http://localhost:3000/callback',
    username: 'ada@acme.example',
    password: 'correct-horse',
    secretToken: 'Tok3n',
    initialAccessToken: 'DEMO0INITIAL0ACCESS0TOKEN',
    ...Object.fromEntries(
      org.apps.flatMap(({ name, consumerKey, consumerSecret }) => [
        [`${name}_key`, consumerKey],
        [`${name}_secret`, consumerSecret],
      ]),
    ),
    ...Object.fromEntries(
      ['code', 'pkceCode', 'hybridCode', 'jwtAssertion', 'samlAssertion', 'ssoAssertion', 'subjectToken'].map(
        (name) => [name, ''],
      ),
    ),
  };
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}

function folderItem({ name, description, requests }: Folder): object {
  return { name, description, item: requests.map(requestItem) };
}

function requestItem({ name, about, statuses = [200], save = [], ...request }: Request): object {
  const exec = [
    `pm.test('is answered', () => pm.expect(pm.response.code).to.be.oneOf(${JSON.stringify(statuses)}));`,
    ...save,
  ];
  return {
    name,
    event: [{ listen: 'test', script: { type: 'text/javascript', exec } }],
    request: wireOf(request, about),
    response: [],
  };
}

function wireOf(request: Omit<Request, 'name' | 'about'>, description: string | undefined): object {
  const { method, url, query = {}, headers = {}, bearer, form, body } = request;
  const [address, search] = [url, Object.entries(query)];
  const raw = search.length === 0 ? address : `${address}?${search.map((pair) => pair.join('=')).join('&')}`;
  const [host = '', ...path] = address.split('/');
  return {
    method,
    ...(description === undefined ? {} : { description }),
    header: entries(headers),
    url: { raw, host: [host], path, ...(search.length > 0 && { query: entries(query) }) },
    auth: bearer
      ? { type: 'bearer', bearer: [{ key: 'token', value: '{{_accessToken}}', type: 'string' }] }
      : { type: 'noauth' },
    ...(form && { body: { mode: 'urlencoded', urlencoded: entries(form) } }),
    ...(body !== undefined && { body: { mode: 'raw', raw: body } }),
  };
}

function entries(fields: Readonly<Record<string, string>>): Entry[] {
  return Object.entries(fields).map(([key, value]) => ({ key, value }));
}

function written(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
