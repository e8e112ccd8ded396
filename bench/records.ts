/** Rows of the REST API: a record read, a record created, and one found by an indexed field among ten thousand. */
import type { App } from '../src/org/model.ts';
import type { Comparison, Load, Server } from './comparison.ts';

const DATA = '/services/data/v60.0';
const JSON_TYPE = { 'content-type': 'application/json' };
const ROWS = 10_000;
/** As many as the lab takes at once. */
const PART = 2_000;

const bareRead: Load = async ({ url }) => ({ url: `${url}/resource` });

export const recordComparisons: readonly Comparison[] = [
  {
    name: 'rest-read',
    target: 0.45,
    bare: bareRead,
    fauxforce: async (server) => {
      const [id = ''] = await insert(server, { Account: [{ Name: 'Bench', Industry: 'Energy' }] });
      return { url: `${server.url}${DATA}/sobjects/Account/${id}`, headers: await authorization(server) };
    },
  },
  {
    name: 'rest-create',
    target: 0.35,
    bare: async ({ url }) => ({ ...posted({ Name: 'Bench' }), url: `${url}/token` }),
    fauxforce: async (server) => {
      const { headers, ...post } = posted({ Name: 'Bench' });
      const url = `${server.url}${DATA}/sobjects/Account`;
      return { ...post, url, headers: { ...headers, ...(await authorization(server)) } };
    },
  },
  {
    name: 'soql-indexed',
    target: 0.25,
    bare: bareRead,
    fauxforce: async (server) => {
      await fill(server);
      const query = `SELECT Id, LastName FROM Contact WHERE Email = '${emailOf(ROWS / 2)}'`;
      const url = `${server.url}${DATA}/query?q=${encodeURIComponent(query)}`;
      return { url, headers: await authorization(server) };
    },
  },
];

function posted(body: object) {
  return { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) } as const;
}

async function authorization({ url, apps }: Server): Promise<Record<string, string>> {
  const { consumerKey, consumerSecret } = apps.Username_Password as App;
  const answer = await fetch(`${url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: consumerKey,
      client_secret: consumerSecret,
      username: 'ada@acme.example',
      password: 'correct-horseTok3n',
    }),
  });
  const { access_token } = (await answer.json()) as { access_token: string };
  return { authorization: `Bearer ${access_token}` };
}

const emailOf = (number: number) => `bench${number}@acme.example`;

const filled = new WeakSet<Server>();

/** Once for all turns of a server. */
async function fill(server: Server): Promise<void> {
  if (filled.has(server)) return;
  filled.add(server);
  for (let first = 0; first < ROWS; first += PART) {
    const Contact = Array.from({ length: PART }, (_, index) => ({
      LastName: 'Bench',
      Email: emailOf(first + index),
    }));
    await insert(server, { Contact });
  }
}

/** @returns the ids */
async function insert({ url, apps }: Server, records: object): Promise<readonly string[]> {
  const { orgId: org } = apps.Username_Password as App;
  const answer = await fetch(`${url}/_fauxforce/records`, {
    ...posted({ org, records }),
  });
  const text = await answer.text();
  if (answer.status !== 201) throw new Error(text);
  const made = JSON.parse(text) as { records: { id: string }[] };
  return made.records.map(({ id }) => id);
}
