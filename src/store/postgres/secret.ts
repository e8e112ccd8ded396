/** Reads the secret from which every key that must outlive a restart is derived. */
import type { Sql } from './sql.ts';

export async function readSecret(sql: Sql): Promise<Buffer> {
  return Buffer.from((await sql.value<string>`select value from meta where name = 'secret'`) ?? '', 'base64');
}
