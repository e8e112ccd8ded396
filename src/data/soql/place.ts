/** Where in a query something is wrong: the window, the caret and the numbers of Salesforce (rest-data.md 4.3). */
import type { QueryPlace } from '../../refusals/query.ts';

/** Characters shown on each side of the wrong one, before the window is widened to whole words. */
const REACH = 30;

/** The place of a name: columns count from 1, and the caret stands under its first letter. */
export function placeOfName(soql: string, at: number): QueryPlace {
  return placeIn(soql, at);
}

/** The place of a wrong token: columns count from 0, and the caret stands one place left of it. */
export function placeOfToken(soql: string, at: number): QueryPlace {
  const { start } = lineAt(soql, at);
  return at > start ? placeIn(soql, at - 1) : { ...placeIn(soql, at), column: 0 };
}

function placeIn(soql: string, at: number): QueryPlace {
  const { start, end, row } = lineAt(soql, at);
  let left = Math.max(start, at - REACH);
  while (left > start && !isGap(soql[left])) left--;
  if (left > start) left++;
  let right = Math.min(end, at + REACH);
  while (right < end && !isGap(soql[right])) right++;
  return { window: soql.slice(left, right), indent: at - left, row, column: at - start + 1 };
}

/** How Salesforce draws a query of several lines was never seen: here the window stays in the line. */
function lineAt(soql: string, at: number): { start: number; end: number; row: number } {
  const start = soql.lastIndexOf('\n', at - 1) + 1;
  const end = soql.indexOf('\n', at);
  const whole = end < 0 ? soql.length : end;
  const row = soql.slice(0, start).split('\n').length;
  return { start, end: soql[whole - 1] === '\r' ? Math.max(start, whole - 1) : whole, row };
}

function isGap(character: string | undefined): boolean {
  return character === ' ' || character === ',' || character === '\t' || character === '\r';
}
