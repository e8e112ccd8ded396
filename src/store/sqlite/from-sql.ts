/** T as SQLite returns it: null where the port says undefined. */
export type FromSql<T> = {
  readonly [K in keyof T]: undefined extends T[K] ? Exclude<T[K], undefined> | null : T[K];
};

/** A flag as SQLite has it: 0 or 1. */
export type Flagged<T> = Omit<T, Flag> & { readonly [K in Extract<keyof T, Flag>]-?: number };
type Flag = 'isHighAssurance' | 'byPassword';

export function flag(value: number): true | undefined {
  return value === 1 ? true : undefined;
}
