/**
 * What a token costs the store: `node bench/store.ts [rows ...]`
 *
 * Prints issue() per second with 64 requests in flight, without and with a refresh token, and refresh() with rotation,
 * at each number of stored access tokens (1 thousand and 1 million unless given). On a busy machine compare the
 * processor time.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { SystemEntropy } from '../src/ground/entropy.ts';
import { openStore } from '../src/store/open.ts';
import type { AccessToken, Store } from '../src/store/port.ts';

const IN_FLIGHT = 64;
const SECONDS = 3;

const entropy = new SystemEntropy();
const secretHash = () => createHash('sha256').update(entropy.bytes(32)).digest();

function accessToken(userId: string): AccessToken {
  return {
    secretHash: secretHash(),
    orgId: '00D5g000004AcmeEAC',
    userId,
    consumerKey: `3MVG9${'OrderPortal'.repeat(7)}`,
    scopes: 'api refresh_token openid',
    timeout: 7200,
    createdAt: Date.now(),
  };
}

/** Fills the table in one statement, as issue() would have. */
function fill(file: string, rows: number): void {
  const token = accessToken('0055g00000AcmeAAAQ');
  const db = new Sqlite(file);
  db.prepare(
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)
     insert into access_token
       (secret_hash, org_id, user_id, consumer_key, scopes, timeout, created_at, last_used_at)
     select randomblob(32), ?, ?, ?, ?, ?, ?, ? from n`,
  ).run(
    rows,
    token.orgId,
    token.userId,
    token.consumerKey,
    token.scopes,
    token.timeout,
    token.createdAt,
    token.createdAt,
  );
  db.close();
}

async function measure(operation: (worker: number) => Promise<unknown>): Promise<string> {
  const start = performance.now();
  const cpu = process.cpuUsage();
  const end = start + SECONDS * 1000;
  let done = 0;
  const work = async (worker: number) => {
    while (performance.now() < end) {
      await operation(worker);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, (_, worker) => work(worker)));
  const { user, system } = process.cpuUsage(cpu);
  const perSecond = Math.round((done * 1000) / (performance.now() - start));
  return `${String(perSecond).padStart(7)}/s  ${((user + system) / done).toFixed(1).padStart(5)} µs of processor each`;
}

const userOf = (worker: number) => `0055g00000Acme${String(worker).padStart(2, '0')}AQ`;

function issueWithRefreshToken(store: Store, worker: number) {
  const token = accessToken(userOf(worker));
  const refreshToken = {
    secretHash: secretHash(),
    createdAt: token.createdAt,
    issuer: 'http://localhost:7332',
    approval: undefined,
  };
  return store.tokens.issue(token, refreshToken);
}

async function rotation(store: Store): Promise<(worker: number) => Promise<void>> {
  const issued = await Promise.all(
    Array.from({ length: IN_FLIGHT }, (_, worker) => issueWithRefreshToken(store, worker)),
  );
  const current = issued.map(({ refreshToken }) => refreshToken ?? 0);
  return async (worker) => {
    const token = accessToken(userOf(worker));
    const successor = { secretHash: secretHash(), createdAt: token.createdAt };
    const outcome = await store.tokens.refresh(current[worker] ?? 0, token, successor);
    if (typeof outcome === 'string') throw new Error(`refresh answered ${outcome}`);
    current[worker] = outcome.refreshToken ?? 0;
  };
}

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1000, 1_000_000];
for (const rows of sizes) {
  const folder = mkdtempSync(join(tmpdir(), 'fauxforce-bench-'));
  const file = join(folder, 'state.db');
  await (await openStore(file)).close();
  fill(file, rows);
  const megabytes = Math.round(statSync(file).size / 1e6);
  const store = await openStore(file);
  await measure((worker) => store.tokens.issue(accessToken(userOf(worker)))); // warms up
  const results = {
    issue: await measure((worker) => store.tokens.issue(accessToken(userOf(worker)))),
    'issue with refresh token': await measure((worker) => issueWithRefreshToken(store, worker)),
    'refresh with rotation': await measure(await rotation(store)),
  };
  for (const [name, result] of Object.entries(results)) {
    console.log(`${rows} rows (${megabytes} MB)  ${name.padEnd(25)}${result}`);
  }
  await store.close();
  rmSync(folder, { recursive: true });
}
