/**
 * `npm run bench [-- rows…]`: every number is a ratio to bare Fastify in the same run, on the same machine, in turns.
 * Writes bench/result.json and docs/performance.md, of some rows alone with `--keep`, which leaves the others as they were measured
 * last. `--seconds N` sets how long each turn lasts (5). `peers` and `memory`, a million requests (`--count N`) to each store, are run
 * only when they are asked for.
 */
import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import autocannon, { type Client, type Options, type Request } from 'autocannon';
import type { App } from '../src/org/model.ts';
import type { Answer, Comparison, Load, Server } from './comparison.ts';
import { pin } from './cores.ts';
import { manyOrgRows } from './many-orgs.ts';
import { Files, manyTokensRow } from './many-tokens.ts';
import { memoryRows } from './memory.ts';
import { middle } from './middle.ts';
import { orgRows } from './orgs.ts';
import { pageRows } from './pages.ts';
import { runPeers } from './peers/run.ts';
import { lastPeersSection, withPeersSection } from './peers/section.ts';
import { type Database, postgresRows } from './postgres.ts';
import { projectRow } from './project.ts';
import { recordComparisons, sortRows } from './records.ts';
import { type Result, type Row, report } from './report.ts';
import { fieldsRow, startupRows } from './startup.ts';
import { type Secured, tlsRows } from './tls.ts';
import { workersRow } from './workers.ts';

const CONNECTIONS = 64;
const TURNS = 5;

const { values, positionals } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    count: { type: 'string', default: '1000000' },
    keep: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const seconds = Number(values.seconds);

/** @param store of fauxforce, if not a SQLite file of its own */
function start(script: string, ...store: string[]): Promise<Server> {
  const child: ChildProcess = fork(fileURLToPath(new URL(`servers/${script}.ts`, import.meta.url)), store);
  const next = () =>
    new Promise<never>((resolve) => child.once('message', resolve as (value: unknown) => void));
  pin(child, 'server');
  return next().then((facts: Pick<Server, 'url' | 'secureUrl' | 'apps'>) => ({
    ...facts,
    ask(message) {
      child.send(message);
      return next();
    },
    async processorTime() {
      child.send('processor time');
      return ((await next()) as { processorTime: number }).processorTime;
    },
    stop: () => (script === 'fauxforce' ? child.send('stop') : child.kill()),
  }));
}

interface Measured {
  /** Requests. */
  readonly aSecond: number;
  /** Microseconds of the server for a request. */
  readonly processor: number;
  /** Microseconds of the database. */
  readonly database: number;
}

/** Refuses a run in which anything but 2xx was answered, or but 4xx where that is the answer. */
async function measure(
  server: Server,
  options: Partial<Options> & { url: string },
  answer: Answer = '2xx',
  database?: Database,
): Promise<Measured> {
  const before = await server.processorTime();
  const ofDatabase = database?.processorTime() ?? 0;
  const result = await autocannon({ connections: CONNECTIONS, duration: seconds, ...options });
  const others = result['2xx'] + result.non2xx - result[answer];
  if (others > 0 || result.errors > 0) {
    throw new Error(
      `${options.url}: ${others} not ${answer}, ${result.errors} failed: the number would mean nothing`,
    );
  }
  const processor = ((await server.processorTime()) - before) / result[answer];
  const used = ((database?.processorTime() ?? 0) - ofDatabase) / result[answer];
  return { aSecond: result[answer] / result.duration, processor, database: used };
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

function form(url: string, parameters: Record<string, string>): Partial<Options> & { url: string } {
  return { url, method: 'POST', headers: FORM, body: new URLSearchParams(parameters).toString() };
}

function credentials({ consumerKey, consumerSecret }: App): Record<string, string> {
  return { client_id: consumerKey, client_secret: consumerSecret };
}

function assertionFor({ consumerKey }: App): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    iss: consumerKey,
    sub: 'ada@acme.example',
    aud: 'https://login.salesforce.com',
    exp: 4_102_444_800,
  };
  const text = `${encode({ alg: 'RS256' })}.${encode(claims)}`;
  const key = createPrivateKey(readFileSync(new URL('../seed/demo.key', import.meta.url)));
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}

/** A live access token of an app, by client credentials. */
async function accessTokenOf({ url }: Server, app: App): Promise<string> {
  const answer = await fetch(`${url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', ...credentials(app) }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

const bareToken: Load = async ({ url }) =>
  form(`${url}/token`, { grant_type: 'x', client_id: 'y', client_secret: 'z' });

const comparisons: readonly Comparison[] = [
  {
    name: 'client_credentials',
    target: 0.65,
    bare: bareToken,
    fauxforce: async ({ url, apps }) =>
      form(`${url}/services/oauth2/token`, {
        grant_type: 'client_credentials',
        ...credentials(apps.Client_Credentials as App),
      }),
  },
  {
    name: 'refresh_token',
    target: 0.45,
    bare: bareToken,
    fauxforce: async ({ url, apps, ask }) => {
      const { minted } = await ask({ mint: 'refreshTokens', count: CONNECTIONS });
      let connection = 0;
      const parameters = { grant_type: 'refresh_token', ...credentials(apps.Web_Server as App) };
      return {
        ...form(`${url}/services/oauth2/token`, parameters),
        setupClient: (client: Client) => {
          const refresh_token = minted[connection++ % minted.length] ?? '';
          client.setBody(new URLSearchParams({ ...parameters, refresh_token }).toString());
        },
      };
    },
  },
  {
    name: 'authorization_code',
    target: 0.4,
    bare: bareToken,
    fauxforce: async ({ url, apps, ask }) => {
      const { minted } = await ask({ mint: 'codes', count: Math.ceil(seconds * 20_000) });
      const app = apps.Web_Server as App;
      const parameters = {
        grant_type: 'authorization_code',
        ...credentials(app),
        redirect_uri: app.callbackUrls[0] ?? '',
      };
      const prefix = new URLSearchParams(parameters).toString();
      const setupRequest = (request: Request) => ({
        ...request,
        body: `${prefix}&code=${encodeURIComponent(minted.pop() ?? 'none left')}`,
      });
      return {
        ...form(`${url}/services/oauth2/token`, parameters),
        requests: [{ method: 'POST', path: '/services/oauth2/token', headers: FORM, setupRequest }],
      };
    },
  },
  {
    name: 'jwt-bearer',
    target: 0.5,
    bare: async ({ url }) => form(`${url}/jwt`, { assertion: assertionFor({ consumerKey: 'x' } as App) }),
    fauxforce: async ({ url, apps }) =>
      form(`${url}/services/oauth2/token`, {
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: assertionFor(apps.JWT_Bearer as App),
      }),
  },
  {
    name: 'password',
    target: 0.45,
    bare: bareToken,
    fauxforce: async ({ url, apps }) =>
      form(`${url}/services/oauth2/token`, {
        grant_type: 'password',
        ...credentials(apps.Username_Password as App),
        username: 'ada@acme.example',
        password: 'correct-horseTok3n',
      }),
  },
  {
    // Devices that wait: each poll is written down and answered authorization_pending, which is a 400.
    name: 'device',
    target: 0.35,
    bare: bareToken,
    answer: '4xx',
    fauxforce: async ({ url, apps, ask }) => {
      const { minted } = await ask({ mint: 'deviceCodes', count: Math.ceil(seconds * 20_000) });
      const parameters = { grant_type: 'device', client_id: (apps.Device as App).consumerKey };
      const prefix = new URLSearchParams(parameters).toString();
      const setupRequest = (request: Request) => ({
        ...request,
        body: `${prefix}&code=${encodeURIComponent(minted.pop() ?? 'none left')}`,
      });
      return {
        ...form(`${url}/services/oauth2/token`, parameters),
        requests: [{ method: 'POST', path: '/services/oauth2/token', headers: FORM, setupRequest }],
      };
    },
  },
  {
    name: 'JWT access tokens',
    target: 0.5,
    bare: async ({ url }) => form(`${url}/sign`, { grant_type: 'x' }),
    fauxforce: async ({ url, apps }) =>
      form(`${url}/services/oauth2/token`, {
        grant_type: 'client_credentials',
        ...credentials(apps.Jwt_Tokens as App),
      }),
  },
  {
    name: 'introspect',
    target: 0.6,
    bare: bareToken,
    fauxforce: async (server) => {
      const app = server.apps.Client_Credentials as App;
      const token = await accessTokenOf(server, app);
      return form(`${server.url}/services/oauth2/introspect`, { token, ...credentials(app) });
    },
  },
  {
    name: 'userinfo',
    target: 0.6,
    bare: async ({ url }) => ({ url: `${url}/resource` }),
    fauxforce: async (server) => {
      const token = await accessTokenOf(server, server.apps.Client_Credentials as App);
      return {
        url: `${server.url}/services/oauth2/userinfo`,
        headers: { authorization: `Bearer ${token}` },
      };
    },
  },
  ...recordComparisons,
];

/** @param database where fauxforce keeps its state, if not in a SQLite file */
async function compare(
  { name, target, bare, fauxforce, answer }: Comparison,
  database?: Database,
): Promise<Row> {
  const store = database ? [database.location()] : [];
  const [bareServer, ourServer] = await Promise.all([start('bare'), start('fauxforce', ...store)]);
  pin(process, 'generator');
  try {
    const warmUp = { duration: 1 };
    await measure(bareServer, { ...(await bare(bareServer)), ...warmUp });
    await measure(ourServer, { ...(await fauxforce(ourServer)), ...warmUp }, answer);
    const turns: { bare: Measured; ours: Measured; ratio: number }[] = [];
    for (let turn = 0; turn < TURNS; turn++) {
      const ofBare = await measure(bareServer, await bare(bareServer));
      const ofOurs = await measure(ourServer, await fauxforce(ourServer), answer, database);
      turns.push({ bare: ofBare, ours: ofOurs, ratio: ofOurs.aSecond / ofBare.aSecond });
    }
    const { bare: middleOfBare, ours, ratio } = middle(turns, (turn) => turn.ratio);
    return {
      name,
      unit: 'requests/s',
      bare: middleOfBare.aSecond,
      ours: ours.aSecond,
      ratio,
      processor: {
        bare: middle(turns, (turn) => turn.bare.processor).bare.processor,
        ours: middle(turns, (turn) => turn.ours.processor).ours.processor,
        ...(database && { database: middle(turns, (turn) => turn.ours.database).ours.database }),
      },
      ...(target !== undefined && { target }),
      atLeast: true,
    };
  } finally {
    pin(process, 'any');
    bareServer.stop();
    ourServer.stop();
  }
}

const wanted = (name: string) => positionals.length === 0 || positionals.includes(name);
const rows: Row[] = [];
for (const comparison of comparisons.filter(({ name }) => wanted(name))) {
  rows.push(await compare(comparison));
  console.log(report([rows.at(-1) as Row]));
}
const tokenCost = async (server: Server, database?: Database) => {
  const { fauxforce, answer } = comparisons[0] as Comparison;
  const measured = await measure(server, await fauxforce(server), answer, database);
  return measured.processor + measured.database;
};
const startOn = (store: string) => start('fauxforce', store);
if (wanted('many-tokens')) {
  const files = new Files();
  rows.push(await manyTokensRow(files, { start: startOn, cost: tokenCost }));
  files.remove();
  console.log(report(rows.slice(-1)));
}
if (wanted('postgres')) {
  const manyTokens = (database: Database) =>
    manyTokensRow(database, { start: startOn, cost: (server) => tokenCost(server, database) });
  for await (const row of postgresRows({ comparisons, compare, manyTokens })) {
    rows.push(row);
    console.log(report([row]));
  }
}
if (wanted('https')) {
  const [bare, ours] = await Promise.all([start('bare-tls'), start('fauxforce')]);
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    ...credentials(ours.apps.Client_Credentials as App),
  }).toString();
  const secured = (server: Server, secure: string, path: string, read: string): Secured => ({
    plain: { url: server.url + path, body },
    secure: { url: secure + path, body },
    read: server.url + read,
    processorTime: server.processorTime,
  });
  try {
    rows.push(
      ...(await tlsRows(
        secured(bare, bare.secureUrl ?? '', '/token', '/resource'),
        secured(
          ours,
          ours.url.replace(/^http:/, 'https:'),
          '/services/oauth2/token',
          '/.well-known/openid-configuration',
        ),
        seconds,
      )),
    );
    console.log(report(rows.slice(-7)));
  } finally {
    bare.stop();
    ours.stop();
  }
}
if (wanted('sort')) {
  const server = await start('fauxforce');
  try {
    rows.push(...(await sortRows(server)));
    console.log(report(rows.slice(-2)));
  } finally {
    server.stop();
  }
}
if (wanted('pages')) {
  rows.push(...(await pageRows()));
  console.log(report(rows.slice(-6)));
}
if (wanted('start-up')) {
  spawnSync('npm', ['run', 'build'], { stdio: 'inherit' });
  rows.push(...(await startupRows()), await fieldsRow());
  console.log(report(rows.slice(-3)));
}
if (wanted('orgs')) {
  rows.push(...(await orgRows()));
  console.log(report(rows.slice(-2)));
  rows.push(...(await manyOrgRows()));
  console.log(report(rows.slice(-3)));
}

if (wanted('project')) {
  rows.push(await projectRow());
  console.log(report(rows.slice(-1)));
}

if (wanted('workers')) {
  rows.push(await workersRow(seconds));
  console.log(report(rows.slice(-1)));
}

if (positionals.includes('peers')) console.log(await runPeers(seconds));
if (positionals.includes('memory')) {
  for await (const row of memoryRows(Number(values.count))) rows.push(row);
  console.log(report(rows.slice(-4)));
}

const result: Result = {
  node: process.version,
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  connections: CONNECTIONS,
  seconds,
  rows: values.keep ? amongThoseBefore(rows) : rows,
};
if (positionals.length === 0 || values.keep) {
  writeFileSync(new URL('result.json', import.meta.url), `${JSON.stringify(result, null, 2)}\n`);
  const page = withPeersSection(performancePage(result), lastPeersSection());
  writeFileSync(new URL('../docs/performance.md', import.meta.url), page);
}

/** The rows of the last run, with those that are measured anew in their place, and new ones behind. */
function amongThoseBefore(anew: readonly Row[]): Row[] {
  const before = (JSON.parse(readFileSync(new URL('result.json', import.meta.url), 'utf8')) as Result).rows;
  const names = new Set(before.map(({ name }) => name));
  const replaced = before.map((row) => anew.find(({ name }) => name === row.name) ?? row);
  return [...replaced, ...anew.filter(({ name }) => !names.has(name))];
}

function performancePage(of: Result): string {
  return `# Performance

Measured by \`npm run bench\`: each row is the median of ${TURNS} turns against bare Fastify (with formbody; for jwt-bearer it
also verifies one JWT with jose, for JWT access tokens it signs one) in the same run. fauxforce runs with a durable SQLite file, its journal and every check.
Node ${of.node}, ${of.cores} cores of ${of.cpu}, ${of.connections} connections, ${of.seconds} s a turn. Only the ratios mean anything elsewhere. A row without processor time is of an earlier run.

Start-up is that of the installed package to its first token, from its second start on: Node keeps the code that it has compiled. A seed of one's own
needs a parser and a schema, the demo org does not.

${report(of.rows)}

The load generator runs on the same machine, so one core is the server's and the other the generator's. The last column is what each server's process alone used of the processor for a
request, the median of the turns, and bare Fastify's share of ours: where neighbours take the cores in turns it says more than requests a second. A dash: measured before there was the column, or no request.

## Where a token's time goes

client_credentials with a durable SQLite file, microseconds of the server's processor by V8's profiler (a sample each 0.5 ms, which itself takes a tenth), 64 connections, 2026-11-30. Before: f588f3e0, whose
journal was written a second after an answer at the latest.

| part | before (f588f3e0), 172 in all | now, before looks were shared by a turn: 112 in all |
|---|---|---|
| Node: http, streams, timers, microtasks | 27 | 20 |
| Fastify and its router | 14 | 9 |
| native code: SQLite, and what has no name | 14 | 9 |
| writing to the socket | 11 | 10 |
| hashes and HMAC | 8 | 7 |
| collecting garbage | 11 | 8 |
| \`src/journal\` | 16 | 6 |
| \`src/refusals\`: checks, and their sentences in the journal | 5 | 1 |
| \`src/oauth\` | 11 | 8 |
| \`src/server\`, \`src/world\` | 14 | 8 |
| \`src/store\` | 19 | 12 |
| \`src/policies\`, \`src/tokens\`, \`src/org\`, \`src/wire\`, \`src/ground\` | 17 | 11 |
| other | 5 | 3 |

The second profile began warmer than the first: their difference is not all of our making.

What was done first (00d0133f to f588f3e0): hooks that seldom have anything to wait for are callbacks and no promises (five for each request); a hash comes by way of a string, as Node allocates each buffer that it is asked for outside its pool; the
key of an app's signatures is made once; a redeemed code and a used refresh token are one statement less, or a narrower one; sentences of plain letters are not searched for what is unseen; SQLite's
checkpoints come a quarter as often; and the journal lets go of what newer requests have pushed out.

Then the journal: it is written when there is time for it, or somebody reads it ([decision 11](decisions/0011-journal-when-there-is-time.md)). Processor microseconds of a request by turns of 2 s, the version before and this one: userinfo
142 and 83, introspect 106 and 93, client_credentials 124 and 94, refresh_token 131 and 118. Of userinfo nearly every entry had been rendered, because 4 MiB of answers waited before a second was over.

What is left is flat: of client_credentials no part of ours is above 12 µs. Since the figures of the first table a look at what other processes changed begins when all of a turn have asked for it, so that they go on together: they share more of each commit, which brought client_credentials from 94 to 70, refresh_token from 118 to 96, authorization_code from 138 to 107.

On 2026-12-01 collecting garbage, a quarter of a token until then, took half of that: what a request that waits for its entry has in common with the one before is kept once (decision 11), a form waits as its text, and V8 no longer guesses
which objects live long (\`src/server/bound-heap.ts\`). Its guesses were another cost in each process: one of three took a third more for every request for as long as it lived. In turns of 1 to 2 s, the version before and this one: client_credentials 58 to
60 and 48 to 50, userinfo 60 and 44, refresh_token 82 (106 in a process that guessed wrong) and 73.

The ratios depend on the machine. Bare Fastify takes 18 to 25 microseconds for a request on the EPYC of the table above, as it did on the Intel Xeon of the day before, where that day's version had 0.44 for client_credentials (0.48 here); on a slower EPYC, where it took 32 to
61, what fauxforce adds cost hardly more, so that client_credentials had 0.75 and all grants reached their targets (6a20bd3a).

What a request takes there, by V8's profiler (a sample each 0.25 ms, warm, scaled to what the process takes without it), microseconds of the processor:

| part | client_credentials, 47 | refresh_token, 68 | userinfo, 44 | introspect, 43 | a record read, 74 | created, 88 | found by SOQL, 76 |
|---|---|---|---|---|---|---|---|
| Node: http, streams, timers, microtasks | 7 | 9 | 6 | 8 | 8 | 9 | 10 |
| Fastify and its router | 3 | 4 | 3 | 3 | 4 | 4 | 4 |
| writing to the socket | 6 | 7 | 8 | 7 | 8 | 6 | 7 |
| hashes and HMAC | 2 | 3 | – | – | 2 | 1 | 1 |
| SQLite | 6 | 12 | 4 | 3 | 6 | 15 | 8 |
| \`src/store\` | 1 | 3 | 1 | 1 | 2 | 3 | 3 |
| \`src/journal\` | 3 | 3 | 2 | 2 | 4 | 3 | 3 |
| \`src/oauth\`, \`src/tokens\`, \`src/identity\` | 3 | 5 | 3 | 2 | 1 | 1 | 1 |
| \`src/rest\` | – | – | – | – | 12 | 5 | 5 |
| \`src/data\` | – | – | – | – | 2 | 14 | 12 |
| \`src/server\`, \`src/world\` | 3 | 4 | 3 | 3 | 4 | 4 | 4 |
| \`src/refusals\`, \`src/policies\`, \`src/org\`, \`src/wire\`, \`src/ground\` | 3 | 5 | 6 | 3 | 8 | 5 | 4 |
| other native code | 4 | 5 | 3 | 4 | 4 | 5 | 4 |
| collecting garbage, on the server's thread | 3 | 4 | 2 | 3 | 4 | 5 | 6 |
| V8's other threads: collecting garbage, compiling | 3 | 6 | 3 | 4 | 6 | 9 | 7 |

Bare Fastify takes 23 for a form and 18 without one, of which Node and Fastify have 11, the socket 9. The version of the day before takes 60 for client_credentials on this machine; on the Xeon it took 113 for a record created, 104 for one found by SOQL. What had come before that: old objects
may grow by as much again before they are collected, which the memory allows since the journal is handed over in parts; and what stands under Records.

What is missed there, and why:

| what | wanted | why |
|---|---|---|
| client_credentials, refresh_token, authorization_code, password, introspect | 0.65, 0.45, 0.40, 0.45, 0.60 | of client_credentials' 47 bare Fastify's are 23; the others are a row that is committed (7), the signature and the hash (2), collecting garbage (6), finding out who asks and what is granted, and saying so (9). It is flat: no function of ours takes more than one. 0.50, which must be reached, is; 0.65 would leave 12 for all of it. A refresh token has four statements more, a code two. authorization_code misses by a hundredth, introspect by three |
| userinfo | 0.60 | its answer has 1.7 kB, bare Fastify's 0.3: JSON and writing it take a third of what bare Fastify takes for a request |
| records: read, created | 0.45, 0.35 | a token is looked up, the org's limit counted, the schema asked what the user sees, a row read from JSON and written as JSON of 70 fields; a create has two statements and its commit besides |
| start-up with a seed of one's own | 1.5 | what reads it (zod and YAML) is loaded, from one file since 2026-12-01, which spares two fifths of what it took more than a start without one; the schema is made, and the seed is read. Without one, of the 70 ms more than bare Fastify reading the command and the server's code takes most: 264 routes and the doors, the store and what is in it, and the first token have the rest |
| ahead of every peer in start-up | | oauth2-mock-server and Hydra load less than bare Fastify, or are compiled; oidc-provider is a tenth sooner: it keeps nothing on a disk |

## The first time

What reads seeds (for the first org that is made or changed), the SOQL parser and the pages are not loaded at a start. A second after \`ready\` they are,
one after the other, so that neither the start nor the first token waits for them. Installed package, medians of four fresh processes on a busy
machine of 2 cores: the first \`POST /orgs\` 184 ms before and 96 ms after, the first query 966 ms before and 19 ms after. Still slow the first time: whatever comes in
that first second, SAML (the XML and signature libraries), multipart bodies, and a Salesforce DX project.

With 17,000 orgs in its store a start takes 0.9 to 1.0 s on an idle machine (more, once, when another version of fauxforce wrote it and each has to be read
anew), \`POST /orgs\` 0.9 to 1.03 times that beside none, \`/id/keys\` 10 ms.

## Records

\`npm run bench -- rest-read rest-create soql-indexed\`. Where the time goes stands above. On 2026-11-30 a record found by an indexed field went from 150 microseconds of the processor to 106, and one created from 153 to 135 (76 and 88 since the garbage is less):
SQLite planned the statement anew for each value that was looked for, which took 24 of 28 microseconds; each query asked Node whether the parser is loaded, which took 8; and each record that was created read its owner's
whole row, 13, who is the caller nearly always. A create had been 5,450 once, in an org of 105 users: all of them were read to check its owner.

## A hundred thousand records

Processor milliseconds of the server's thread, least of two to six runs with other programs on both cores (2026-11-29); in brackets the longest time in which nothing else was served, of the thread too.
100,000 accounts in a SQLite file. Where a token waits longer, it waits for other programs.

| what | before | now |
|---|---|---|
| filter by a field without an index | 610 to 820 (6 to 10) | 590 (7) |
| LIKE; COUNT(); GROUP BY with a sum | 700; 600; 800 (9) | 800; 800; 780 (10), no better |
| ORDER BY, LIMIT 10 | 1,065 (18) | 725 (10) |
| ORDER BY, all rows | 1,550 to 1,750 (27 to 45) | 1,430 to 1,950 (44 to 59), no better |
| by an indexed field that has one value in all of them | 20,500 (179) | 890 (9) |
| IN with the four users of the org, one of whom owns all of them | 19,500 (193) | 610 to 800 (9) |
| by that field, LIMIT 10 | 63 (192) | 4 (4) |

ORDER BY over all rows has been mended since: what is sorted stands in columns instead of objects, of which the garbage collector copied hundreds of thousands, and is merged by number. Alone in its process on a
machine whose two cores others used, in turns with the version before (2026-11-30, processor milliseconds of the thread, least of ten; in brackets the longest slice): 870 (39), now 480 (9); with six fields and two criteria 790 (26),
now 650 (12). Rows of several queries at once are read in turn, one slice in each turn of the event loop. \`npm run bench -- sort\` asks for both bounds on the clock, beside one client that asks for tokens.
Bulk API 2.0 inserts 10,000 contacts in 1,700 to 2,000 ms (15 to 25), 3.4 to 7.2 s on the clock of that machine. A record created costs 1.2 ms in a table of a few, 1.1 in one of 100,000.

A project with 200 objects and 5,000 fields was ready 980 to 1,240 ms of the main thread later than one with an app alone, from its sources and as a package; now 520 to 570 (least of three to five starts of each, the same machine and day): places
are worked out when they are told, the parser makes no tables of entities for each file and is not shown what nobody reads, files are opened once, and folders that are no links are not looked up. Reading alone took 900 to 1,080 and
takes 530 to 650, of which half is parsing and checking XML. \`npm run bench -- start-up\` has it on the clock, which on that machine others had most of.

On the clock of a quiet machine of 2 cores (a fifth as fast as that of the table above: bare Fastify has 6,700 requests a second), with one client that asks for tokens
meanwhile, in brackets its slowest: filter 860 to 900 (18), LIKE 940 to 1,090 (35), COUNT() 830 to 930 (30), GROUP BY 910 to 990 (40), ORDER BY with LIMIT 10 810 to 910 (42), ORDER BY over all rows
2,050 to 2,440 (84), a bulk insert of 10,000 accounts 1,810 to 1,910 (52), in an empty table and in one of 90,000 alike; without any other load the slowest token took 44. So ORDER BY over all rows missed
both bounds there, and the project of 5,000 fields, ready 1.9 to 2.2 s later than one with an app alone, its own: both before they were mended. On a quiet machine (2026-11-30, bare Fastify 13,000 to 40,000
requests a second) ORDER BY over all rows took 830 ms with a slowest token of 40, and the project was ready 0.70 s later.

Start of the installed package to \`ready\`, main thread, least of 14 in turns: e89e9bd 328 ms, now 321. It had become 409 against 362: Fastify's routes for each resource of the REST API and
each method, most of them refused by name, took a third of a start. One route finds them now.

## PostgreSQL

\`npm run bench -- postgres\` measures one replica against bare Fastify: a PostgreSQL of its own that commits to the disk (\`fsync\`) and shares the generator's core, client_credentials, refresh_token, authorization_code, jwt-bearer
and records created. The processor time of all of the database's processes stands beside fauxforce's. The last row is what a token costs both together where five million are stored, against one where a thousand are: the rows are
copies of a real one, written by one statement.

What happens at once takes as many statements as one (\`test/store/postgres/statements.test.ts\` counts them): each of 64 refreshes had four statements in two round trips, one after the other, now it is four for all of them. Processor
microseconds of the store's process and of the database for one operation, 64 in flight, in turns with the version before (00d0133f), least of three turns of a second on a machine with a load of 30 to 40 (2026-11-30):

| operation | before | now |
|---|---|---|
| an access token | 94 and 37 | 91 and 34 |
| an access token with a refresh token and its approval | 2,237 and 1,094 | 165 and 104 |
| a refresh token used | 1,220 and 885 | 180 and 101 |
| a refresh token rotated | 1,614 and 938 | 216 and 130 |
| a refresh token looked up | 148 and 69 | 38 and 12 |
| a code kept and exchanged, evicting an approval | 2,537 and 1,563 | 318 and 195 |
| a record created | 865 and 469 | 112 and 89 |

The table above has the rows of a quiet machine: 0.20 is wanted of client_credentials, and where five million tokens are stored one costs 1.07 times what it costs where a thousand are, of 1.2 that are allowed.

The advisory lock of a lane is taken in the message that begins the transaction, so that it costs one replica no round trip. A group is two: what it does, and its commit, which must not be sent before the results are there, or a
connection lost in between would leave tokens that nobody knows.

## https

\`npm run bench -- https\` asks over connections that stay open from turn to turn, and has bare Fastify do the same. Until 2026-11-30 each turn opened its own 64: their handshakes were a twentieth of a turn of one second, and
were counted as the cost of a kept connection (0.63 and 0.66). Clients that came for a handshake left before their last message, so that the server wrote down a broken one for each; and the plain client asked
without a pause, which by itself kept the server's core busy.

With other programs on both cores (2026-11-30, load 14), so in processor microseconds of the server, medians and least of 120 to 200 turns of 300 to 400 requests: client_credentials by http 100 and 59, by https 110 and 68,
a ratio of 0.82 and 0.86; in five such series the median was 0.70, 0.73, 0.79, 0.82 and 0.87, so the 0.80 that is wanted is reached about every other time. Bare Fastify with an answer of that length: 34 and 26, 50 and 35, a ratio of 0.68 and 0.74. TLS costs either 9 to 25 microseconds a request, nearly all of it
OpenSSL and Node: a server that did nothing would reach no more than bare Fastify's ratio, and the door adds nothing that can be seen beside it. On the clock of that machine the ratio was anything from 0.55 to 0.94.

A handshake, least, tenth percentile and median of 60 times 40, of the server: before 753, 818, 950 microseconds, now 672, 697, 806; bare Fastify with what Node does by itself 598, 626, 702, and with our order of key
agreements 529, 569, 627. In a quieter minute 514 against 696 before. What was saved is the key agreement with ML-KEM, which clients offer and OpenSSL takes first, a module looked up and two promises for each; what is left above
bare Fastify, 0.13 ms, is reading the first byte and choosing by SNI. So 500 a second take 0.35 s of the server's core and 0.4 s of the client's: possible where each has one to itself. In half a minute with few other programs it
took 466, 496 and 495 of 500 asked for, with 59, 67 and 14 ms for the slowest plain answer (bare Fastify 495 and 495, with 20 and 7): at the bound, not safely within it. At load 14 there came 83 to 296 a second,
with bare Fastify 127 to 301; the slowest plain answer took 40 to 940 ms, with bare Fastify 84 to 825, and up to 90 with no handshake at all. Eight handshakes are begun in one turn of the event loop: of 200 clients
that say hello at once, all 200 were worked on before a plain request that had come behind them, now 8.

On a quiet machine (2026-11-30, turns of 2 s): https 0.93 of http, bare Fastify's 0.69; 497 of 500 new connections a second, with 30 ms for the slowest plain answer (bare Fastify 497 and 11).

## Memory

\`npm run bench -- memory\` sends a million requests for a token to each store (\`--count N\` for another number), each of them an entry of the journal too, and looks at the resident memory after every twentieth. On 2026-11-30, on a quiet machine,
bare Fastify held 145 MiB, fauxforce on a SQLite file 219 after the second twentieth and 220 after the last, on PostgreSQL 199 and 213: 75 and 68 more, of 120 that are allowed.

At first (f588f3e0) it was 450 MiB: what is alive is 45, but V8 lets young objects have 128, most requests waited in the journal until they counted as old, and old ones are collected when there are several times as many as live. Now the
journal keeps JSON in the place of objects and lets go of more, and the command bounds both (\`src/server/bound-heap.ts\`): young objects do not grow, old ones by as much again. To hand the journal to the store in parts of 500 took 50 MiB less of a
process on PostgreSQL, whose client keeps a buffer as long as its largest message was; what is saved by that lets old objects grow by 100 % instead of 50, which costs a request a tenth less. On a machine with much else to do
30 MiB more stay with V8 as pages that it keeps for later.

## Pages

\`npm run bench -- pages\` (2026-11-30, quiet machine), slowest of 20, 200 ms wanted: App Manager of 1,000 apps 18 ms, Manage Connected Apps 27, Users of 5,000 3; the inspector's Now 44 and its journal
of 10,000 entries 2. The inspector's first paint in Chromium, median: 48 ms of 100. A save in an org of that size reads the whole org again, and takes 0.8 to 1.6 s.

## Workers

\`start --workers 2\` beside one process, each with a SQLite file of its own, 2026-11-30, two cores with a load of 30 of other programs, so in processor microseconds of all its processes for a request of client_credentials: least of
three turns on kept connections 827 by one process and 983 by two workers, which had half of the requests each; on a connection for each request 2,147 and 2,367, of which 400 are the first process handing it on. In
the median of five turns of another run it was 911 and 2,305: two processes that write one SQLite file by turns read each other's pages and have smaller groups to commit. Two cores that the generator shares
show that workers are right, not how they scale: \`npm run bench -- workers\` has the row for a machine with more.

## Before and after the house was put in order

2b3c46f and e89e9bd, three runs each in turn on a quiet machine of 2 cores, 1 s a turn, medians of the ratios: client_credentials 0.58 and 0.62, refresh_token 0.36 and 0.36,
authorization_code 0.35 and 0.30, jwt-bearer 0.53 and 0.42, introspect 0.58 and 0.58. Of one commit they were 0.47 to 0.63, 0.34 to 0.38, 0.28 to 0.43, 0.26 to 0.54 and 0.44 to 0.59.
Processor microseconds of the server per request, the least of 28 measurements of 1,500 requests: client_credentials 227 and 220, jwt-bearer 507 and 587, authorization_code 320 and 187,
refresh_token 220 and 300; the medians of such measurements differ by a fifth from one minute to the next. jose verified JWTs in both.

With the lab shared by all processes on a store, 2b3c46f and now, the same way on another machine (2026-11-30, bare Fastify 18,000 to 40,000 requests a second): client_credentials 0.41 and 0.41, refresh_token 0.33 and 0.29,
authorization_code 0.29 and 0.24, jwt-bearer 0.40 and 0.53, introspect 0.48 and 0.39; of one commit they were 0.33 to 0.45, 0.26 to 0.34, 0.20 to 0.29, 0.36 to 0.57 and 0.33 to 0.49. Processor microseconds per request,
medians of six turns: client_credentials 102 and 108, introspect 148 and 158; 8871589, before the lab was shared, 101 and 161. Start of the package to its first token, in turns, medians of nine: 8871589 262 ms, now 263.

Since then the search reads bytes, and remembers which words are no user codes: 33 microseconds of processor time an entry of 3,000 characters before, about 9 now (in a loop, least of
nine); of a client_credentials request 7 % before and 2 to 4 % now (V8's profiler under load, on a machine whose two cores others used too).
`;
}
