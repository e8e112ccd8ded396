/** A role whose sessions have nearly every setting that PostgreSQL lets a role have, the other way round. */
import pg from 'pg';

export const CONTRARY = 'contrary';

/** Whoever reads only does so on purpose; those of one transaction no role has; the others only say more. */
const LEFT =
  /^(?:default_transaction_read_only|transaction_.*|debug_.*|trace_.*|client_min_messages|icu_validation_level)$/;

/** Those that are neither a flag nor one of some words. */
const OTHERS = {
  datestyle: 'German, DMY',
  timezone: 'Asia/Kolkata',
  extra_float_digits: '-15',
  search_path: 'pg_temp',
  statement_timeout: '1s',
  lock_timeout: '50ms',
  idle_in_transaction_session_timeout: '50ms',
  idle_session_timeout: '500ms',
  transaction_timeout: '1s',
  client_encoding: 'LATIN1',
  gin_fuzzy_search_limit: '1',
  work_mem: '64kB',
};

interface Setting {
  readonly name: string;
  readonly setting: string;
  readonly enumvals: readonly string[] | null;
}

/** @param url of a superuser */
export async function makeContraryRole(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`create role ${CONTRARY} login; grant create on database postgres to ${CONTRARY};
    grant set on parameter session_replication_role to ${CONTRARY}`);
  const { rows } = await client.query<Setting>(`select name, setting, enumvals from pg_settings
    where (context = 'user' or name = 'session_replication_role') and vartype in ('bool', 'enum')`);
  const words = Object.fromEntries(rows.filter(({ name }) => !LEFT.test(name)).map(turnedRound));
  for (const [name, value] of Object.entries({ ...words, ...OTHERS }))
    await client.query(`alter role ${CONTRARY} set ${name} = '${value}'`);
  await client.end();
}

function turnedRound({ name, setting, enumvals }: Setting): [string, string] {
  if (enumvals === null) return [name, setting === 'on' ? 'off' : 'on'];
  return [name, enumvals.find((value) => value !== setting) ?? setting];
}
