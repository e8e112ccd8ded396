/** Record ids as callers write them: 15 characters, or 18 with the checksum. */

/** The first 15 characters name the record; they are case-sensitive. */
export function sameId(left: string, right: string): boolean {
  return left.slice(0, 15) === right.slice(0, 15);
}
