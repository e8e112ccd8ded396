/** Connects to a database, with the settings that every connection has. */
import type { Duplex } from 'node:stream';
import { clearTimeout, setTimeout } from 'node:timers';
import type { Client, ClientConfig, QueryResult } from 'pg';
import type { Address } from './address.ts';
import { READ_ONLY } from './outage.ts';
import { passwordFor } from './password-file.ts';
import { TYPES } from './values.ts';

/** Milliseconds. */
const CONNECT_TIMEOUT = 3_000;
/** Milliseconds that a statement may take, and that it may wait for a lock. */
const STATEMENT_TIMEOUT = 8_000;
const LOCK_TIMEOUT = 5_000;
/** Milliseconds: more than the server takes to say that a statement took too long. Then the network must have gone. */
const QUERY_TIMEOUT = 10_000;
/** Milliseconds that the server has to close a connection that is taken leave of. */
const FAREWELL = 1_000;
/** Milliseconds after which a transaction whose process hangs lets go of its locks. */
const IDLE_TIMEOUT = 5_000;

/**
 * What a session must have, whatever its role, its database and PGOPTIONS say. Settings that a server does not know yet are left out, and
 * those that are right as they are: not every role may set each of them.
 */
const SETTINGS = {
  bytea_output: 'hex',
  extra_float_digits: '1',
  array_nulls: 'on',
  default_transaction_isolation: 'read committed',
  // By triggers of `origin` the database holds references together.
  session_replication_role: 'origin',
  lock_timeout: LOCK_TIMEOUT,
  idle_in_transaction_session_timeout: IDLE_TIMEOUT,
  idle_session_timeout: 0,
  transaction_timeout: 0,
  exit_on_error: 'off',
  // Statements find few rows by an index. Without statistics, which a new schema does not have, the planner would rather read
  // small tables whole, and go on doing so while they grow.
  enable_seqscan: 'off',
  jit: 'off',
  // Without these, a statement over thousands of rows takes longer than it may.
  plan_cache_mode: 'auto',
  enable_indexscan: 'on',
  enable_bitmapscan: 'on',
  enable_nestloop: 'on',
  enable_hashjoin: 'on',
};

export interface ConnectOptions {
  /** Milliseconds that a statement may take; undefined: as usual. */
  readonly statementTimeout?: number;
}

export type Connect = (options?: ConnectOptions) => Promise<Client>;

/** Closes a connection. A server that hangs takes no leave: its connection is cut, or the process would never end. Never rejects. */
export async function disconnect(client: Client): Promise<void> {
  const late = setTimeout(() => streamOf(client).destroy(), FAREWELL);
  await client.end().catch(() => undefined);
  clearTimeout(late);
}

/** Its types leave it out. */
function streamOf(client: Client): Duplex {
  return (client as unknown as { readonly connection: { readonly stream: Duplex } }).connection.stream;
}

/** Loads the client, and chooses TLS as the address and the server have it. The first connection is made when it is asked for. */
export async function connector(address: Address): Promise<Connect> {
  // Loaded only here: whoever keeps state in SQLite does without it.
  const { default: pg } = await import('pg');
  let isPlain = false;
  const connect = async (options: ConnectOptions): Promise<Client> => {
    const client = new pg.Client(configOf(address, isPlain ? false : address.ssl, options));
    // Errors are reported by what is running, or found by what runs next.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await begin(client, address.schema, options);
      return client;
    } catch (error) {
      void disconnect(client);
      const hasNoTls = error instanceof Error && error.message.includes('does not support SSL');
      if (!hasNoTls || !address.mayBePlain) throw error;
      isPlain = true;
      return connect(options);
    }
  };
  return (options = {}) => connect(options);
}

/** Gives a session what it must have. A server that only reads is not taken: it may be a standby, behind what was answered. @throws as if something had been written */
async function begin(client: Client, schema: string, { statementTimeout }: ConnectOptions): Promise<void> {
  const settings = { ...SETTINGS, statement_timeout: statementTimeout ?? STATEMENT_TIMEOUT };
  const wanted = Object.entries(settings).map(([name, value]) => `('${name}', '${value}')`);
  const results: unknown = await client.query(`set search_path to "${schema}";
    select set_config(name, value, false) from (values ${wanted.join()}) as wanted (name, value)
      where current_setting(name, true) <> value;
    show transaction_read_only`);
  const { rows } = (results as readonly QueryResult[]).at(-1) as QueryResult;
  if (rows[0]?.transaction_read_only === 'on')
    throw Object.assign(new Error('the server takes no writes'), { code: READ_ONLY });
}

function configOf(address: Address, ssl: Address['ssl'], { statementTimeout }: ConnectOptions): ClientConfig {
  const { host, port, user, database, applicationName } = address;
  return {
    host,
    port,
    user,
    password: address.password ?? (() => passwordFor(address)),
    database,
    application_name: applicationName,
    ssl,
    types: TYPES,
    pipeline: true,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    query_timeout: (statementTimeout ?? STATEMENT_TIMEOUT) + (QUERY_TIMEOUT - STATEMENT_TIMEOUT),
    client_encoding: 'UTF8',
  } as ClientConfig;
}
