/** Refusals of calls with too much of something in them (rest-data.md 5). */
import { family } from './family.ts';
import { collection, composite, written } from './record-recipes.ts';
import { SAVE } from './record-save.ts';

const record = (type: string) => ({ attributes: { type }, LastName: 'Byron', Company: 'Acme' });

export const manyRecordsRefusals = family('record', SAVE, {
  'too-many-chunks': {
    error: 'LIMIT_EXCEEDED',
    description: ({ most }) =>
      `Cannot have more than ${most} chunks in a single operation. Please rearrange the data to reduce chunking.`,
    why: ({ count, most }: { count: number; most: number }) =>
      `records of one object that follow each other are a chunk; the call has ${count}, and may have ${most}`,
    fix: 'Sort the records by object, or send each object in a call of its own.',
    section: 'rest-data.md 5.4',
    evidence: 'recalled',
    recipe: written(
      collection({ records: Array.from({ length: 11 }, (_, i) => record(i % 2 === 0 ? 'Contact' : 'Lead')) }),
    ),
  },
  'too-many-queries': {
    error: 'PROCESSING_HALTED',
    description: ({ most }) => `The request cannot have more than ${most} query or collection subrequests.`,
    why: ({ count, most }: { count: number; most: number }) =>
      `the call has ${count} subrequests to queries and collections; it may have ${most}`,
    fix: 'Send them in several calls.',
    section: 'rest-data.md 5.1',
    evidence: 'unconfirmed',
    recipe: written(
      composite(
        Array.from({ length: 6 }, (_, i) => ({
          method: 'GET',
          url: '/services/data/v60.0/query?q=SELECT+Id+FROM+Account',
          referenceId: `query${i}`,
        })),
      ),
    ),
  },
});
