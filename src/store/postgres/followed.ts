/** What processes keep in memory has a number, which each change of it raises. */
import type { Sql } from './sql.ts';

export async function changed(sql: Sql): Promise<void> {
  await sql.run`update followed set changes = changes + 1`;
}

/** Gives an org its next number, also one that is gone. */
export async function nextOrgNumber(sql: Sql): Promise<number> {
  const number =
    await sql.value<number>`update followed set changes = changes + 1, org_number = org_number + 1
    returning org_number`;
  return number as number;
}
