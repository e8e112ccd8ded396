/** How pages say times and what is not there. */
import type { Page } from './blocks.ts';

/** To the minute, in UTC: `2026-11-30 08:15`. */
export function timeText(time: number | undefined): string {
  return time === undefined ? '' : new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}

/** A page for a record that there is not, or no longer. */
export function goneAway(what: string): Page {
  return {
    kind: 'page',
    status: 404,
    heading: 'Data Not Available',
    blocks: [
      {
        kind: 'message',
        tone: 'error',
        text: 'The data you were trying to access could not be found. It may be due to another user deleting the data or a system error.',
      },
      { kind: 'text', text: `There is no ${what} with this address in this org.` },
    ],
  };
}
