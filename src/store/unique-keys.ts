/** The keys that no other live row may have, of a row whose change does not say them: it comes back with its parent. */

/** A field whose values are unique. */
export interface UniqueField {
  readonly field: string;
  /** Whether its keys are in small letters, as the field is compared without case. */
  readonly isFolded: boolean;
}

/** By the name of the object. */
export type UniqueFields = Readonly<Record<string, readonly UniqueField[]>>;

/** @param fields the stored row, as JSON */
export function uniqueKeysOf(
  fields: string,
  uniques: readonly UniqueField[] = [],
): { readonly field: string; readonly value: string; readonly isUnique: true }[] {
  if (uniques.length === 0) return [];
  const row = JSON.parse(fields) as Readonly<Record<string, unknown>>;
  return uniques.flatMap(({ field, isFolded }) => {
    const value = row[field];
    if (value === undefined || value === null) return [];
    const text = String(value);
    return [{ field, value: isFolded ? text.toLowerCase() : text, isUnique: true }];
  });
}
