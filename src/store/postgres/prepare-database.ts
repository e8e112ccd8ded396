/** Looks at the database before anything is written to it, makes or upgrades the schema, and says in a sentence what is wrong. */
import { realTime } from '../../ground/clock.ts';
import { StoreError, StoreUnavailable } from '../port.ts';
import type { Address } from './address.ts';
import { migrate, occupancyOf } from './migrate.ts';
import { codeOf, READ_ONLY } from './outage.ts';
import { checkRights } from './rights.ts';
import type { Sql } from './sql.ts';

/** Milliseconds that its clock may differ from this machine's: replicas hold tokens for seconds of real time. */
const MOST_APART = 2_000;
/** PostgreSQL 13 is the oldest whose statements and functions these are. */
const OLDEST = 130_000;
/** What the client says, without a code, where the server asks for a password. */
const NO_PASSWORD = 'client password must be a ';

/** @param clock this machine's, in milliseconds. @throws what keeps it from being used, and nothing was written */
export async function prepareDatabase(sql: Sql, address: Address, clock = realTime): Promise<void> {
  const name = nameOf(address);
  await checkServer(sql, address, clock);
  await occupancyOf(sql, address.schema, name);
  await checkRights(sql, address, name);
  await migrate(sql, address.schema, name);
  await sql.run`delete from writer where at < now() - interval '1 day'`;
}

async function checkServer(sql: Sql, address: Address, clock: () => number): Promise<void> {
  const version = Number(await sql.value<string>`select current_setting('server_version_num')`);
  if (version < OLDEST)
    throw new StoreError(
      `${capital(nameOf(address))} is PostgreSQL ${Math.floor(version / 10_000)}: it takes 13 or newer.`,
    );
  const encoding = await sql.value<string>`select current_setting('server_encoding')`;
  if (encoding !== 'UTF8')
    throw new StoreError(
      `${capital(nameOf(address))} has the encoding ${encoding}: name one that is made with encoding 'UTF8'.`,
    );
  const before = clock();
  const theirs =
    await sql.value<number>`select extract(epoch from clock_timestamp())::double precision * 1000`;
  const after = clock();
  const apart = Math.max(before - (theirs ?? 0), (theirs ?? 0) - after);
  if (apart > MOST_APART) {
    throw new StoreError(
      `The clock of ${nameOf(address)} is ${(apart / 1000).toFixed(1)} seconds off this machine's: set both by the same time server.`,
    );
  }
}

function nameOf({ database, host, port }: Address): string {
  return `the database ${database} at ${host}:${port}`;
}

/** What keeps a database from being used at the start, as a StoreError. */
export function problemOfStart(error: unknown, address: Address): unknown {
  if (error instanceof StoreError || !(error instanceof Error)) return error;
  if (error instanceof StoreUnavailable) return new StoreError(error.message);
  const { user } = address;
  const where = nameOf(address);
  if (error.message.includes(NO_PASSWORD))
    return new StoreError(
      `The role '${user}' may not connect to ${where} without a password, and none was given: write it into the URL, PGPASSWORD or the file that PGPASSFILE names.`,
    );
  switch (codeOf(error)) {
    case '28P01':
    case '28000':
      return new StoreError(
        `The role '${user}' may not connect to ${where}: is its password right? The URL, PGPASSWORD or PGPASSFILE has it.`,
      );
    case '3D000':
      return new StoreError(
        `There is no ${where.slice('the '.length)}: make it with createdb, or name another one.`,
      );
    case '42501':
      return new StoreError(
        `The role '${user}' lacks a right in ${where} (${reasonOf(error)}): grant it, or name another role.`,
      );
    case '53300':
      return new StoreError(`${capital(where)} has no connection left: let it take more, or end others.`);
    case READ_ONLY:
      return new StoreError(`${capital(where)} is read only: name a server that takes writes.`);
    default:
      return new StoreError(`${capital(where)} cannot be used: ${reasonOf(error)}.`);
  }
}

/** What it says, without the dot at its end. Node tells of several addresses in an error without a text of its own. */
function reasonOf(error: Error): string {
  const first = error instanceof AggregateError ? (error.errors[0] as Error) : error;
  return first.message.replaceAll(/\s+/g, ' ').replace(/\.$/, '');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
