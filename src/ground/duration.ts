/** Lengths of time as people write them: `90s`, `15m`, `2h`, `3d`, `1h30m`; a leading minus goes back. */

const UNIT = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const WHOLE = /^(-?)((?:\d{1,12}(?:\.\d{1,6})?(?:ms|[smhd]))+)$/;
/** As patterns of JSON Schema: any length of time, and one that goes forwards. */
export const DURATION = WHOLE.source;
export const PERIOD = DURATION.replace('(-?)', '');
const PART = /(\d{1,12}(?:\.\d{1,6})?)(ms|[smhd])/g;

/** @returns milliseconds, or undefined if the text is not a duration */
export function readDuration(text: string): number | undefined {
  const [, sign, parts] = WHOLE.exec(text.trim()) ?? [];
  if (parts === undefined) return undefined;
  let total = 0;
  for (const [, amount, unit] of parts.matchAll(PART))
    total += Number(amount) * UNIT[unit as keyof typeof UNIT];
  return Math.round(sign === '-' ? -total : total);
}
