/** Rows of the REST API: a record read, a record created, one found by an indexed field among ten thousand, and a hundred thousand sorted. */
import type { App } from '../src/org/model.ts';
import type { Comparison, Load, Server } from './comparison.ts';
import { boundRow, type Row } from './report.ts';

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

const SORTED = 100_000;
const RUNS = 5;
/** Milliseconds that are allowed. */
const MOST = { query: 2_000, token: 50 };

/** ORDER BY over all rows of a table, and the slowest token that somebody gets meanwhile. */
export async function sortRows(server: Server): Promise<Row[]> {
  for (let first = 0; first < SORTED; first += PART) {
    // In no order of names.
    const names = Array.from({ length: PART }, (_, at) => Math.imul(first + at, 0x9e3779b1) >>> 0);
    await insert(server, {
      Account: names.map((name) => ({ Name: name.toString(36), Phone: `+49 ${name}` })),
    });
  }
  const soql = encodeURIComponent('SELECT Id, Name FROM Account ORDER BY Name');
  const url = `${server.url}${DATA}/query?q=${soql}`;
  const queries: number[] = [];
  const tokens: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const headers = await authorization(server);
    let isAsked = true;
    const others = (async () => {
      while (isAsked) tokens.push(await timeOf(() => authorization(server)));
    })();
    queries.push(await timeOf(async () => await (await fetch(url, { headers })).text()));
    isAsked = false;
    await others;
  }
  return [
    boundRow(`ORDER BY over ${SORTED} rows`, Math.max(...queries), MOST.query),
    boundRow('the slowest token meanwhile', Math.max(...tokens), MOST.token),
  ];
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

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
