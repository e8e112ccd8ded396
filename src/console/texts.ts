/** Texts that several pages show. */

export function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
