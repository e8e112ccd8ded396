/** T as SQL gives it: null where the port says undefined. */
export type FromSql<T> = {
  readonly [K in keyof T]: undefined extends T[K] ? Exclude<T[K], undefined> | null : T[K];
};
