/** Between SQL's null and the port's undefined. */

export type FromSql<T> = {
  readonly [K in keyof T]: undefined extends T[K] ? Exclude<T[K], undefined> | null : T[K];
};

/** A row as read, whose columns are named like the fields of T. */
export function fromSql<T extends object>(row: FromSql<T> | undefined): T | undefined {
  if (row === undefined) return undefined;
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? undefined])) as T;
}
