/** Whether two values say the same, so that one of them need not be kept. In doubt they do not. */

/** Plain objects by their members, which must be identical. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  return isPlain(a) && isPlain(b) && haveSameMembers(a, b);
}

type Members = Readonly<Record<string, unknown>>;

function isPlain(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function haveSameMembers(a: Members, b: Members): boolean {
  let left = 0;
  for (const name in a) {
    const value = a[name];
    if (value !== b[name] || (value === undefined && !(name in b))) return false;
    left += 1;
  }
  for (const _ in b) left -= 1;
  return left === 0;
}

/** Lists of identical entries. */
export function areSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

/** Puts the entries of another list in the place of identical ones: of two texts with the same letters one is kept. */
export function shareEntries(list: unknown[], other: readonly unknown[]): void {
  for (let at = 0; at < list.length; at++) if (list[at] === other[at]) list[at] = other[at];
}
