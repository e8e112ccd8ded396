/** Schemas of their own in the database of the run. They go with it. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

/** @returns the URL of a schema that is not there yet */
export function freshSchema(): string {
  return `${inject('postgres')}?schema=test_${randomBytes(6).toString('hex')}`;
}

/** Empties a schema, as if its store had just been made. */
export async function emptySchema(url: string): Promise<void> {
  await onDatabase(async (client) => {
    const tables =
      "select table_name from information_schema.tables where table_schema = current_schema() and table_name <> 'meta'";
    const { rows } = await client.query<{ table_name: string }>(tables);
    const names = rows.map(({ table_name: name }) => name);
    const secret = randomBytes(32).toString('base64');
    await client.query(`begin; set constraints all deferred; ${names.map((name) => `delete from ${name}`).join(';')};
      insert into followed values (0, 0, 0); insert into lab_state values (0, null, 0); update meta set value = '${secret}' where name = 'secret';
      select setval(pg_get_serial_sequence(table_name, column_name), 1, false) from information_schema.columns
        where table_schema = current_schema() and is_identity = 'YES'; commit`);
  }, url);
}

/** Runs statements as a superuser. */
export async function onDatabase<Result>(
  run: (client: pg.Client) => Promise<Result>,
  url = inject('postgres'),
): Promise<Result> {
  const client = new pg.Client(url.split('?')[0]);
  await client.connect();
  try {
    const schema = new URL(url).searchParams.get('schema');
    if (schema) await client.query(`set search_path to "${schema}"`);
    return await run(client);
  } finally {
    await client.end();
  }
}
