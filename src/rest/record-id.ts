/** Record ids as callers write them: 15 characters, or 18 with the checksum. */

export function isId(text: string): boolean {
  return /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(text);
}

/** The first 15 characters name the record; they are case-sensitive. */
export function sameId(left: string, right: string): boolean {
  return left.slice(0, 15) === right.slice(0, 15);
}
