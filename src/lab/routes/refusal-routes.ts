/** The catalogue as data. */
import type { FastifyInstance } from 'fastify';
import { catalogueInWords } from '../../refusals/in-words.ts';
import { count, list, mapOf, named, object, text, word } from '../document/json-schema.ts';
import type { Operation } from '../document/operation.ts';
import { readQuery } from '../plane/input.ts';

export function refusalRoutes(app: FastifyInstance): void {
  app.get('/refusals', { config: { operation: LIST_REFUSALS } }, ({ query }) => {
    readQuery(query, []);
    return { refusals: catalogueInWords() };
  });
}

const LIST_REFUSALS: Operation = {
  id: 'listRefusals',
  summary: 'Every way Salesforce says no',
  answer: { status: 200, schema: () => object({ refusals: list(refusalSchema()) }) },
};

function refusalSchema() {
  return named(
    'Refusal',
    object({
      name: text('What `POST /failures` and the journal call it.'),
      surface: text('Where it appears, which decides how its bytes are written.'),
      status: count('HTTP status.'),
      error: text(),
      error_description: text(),
      why: text('What was compared with what.'),
      fix: text('What to do about it, with the Setup path where there is one.'),
      evidence: object(
        {
          section: text('Of the wire facts.'),
          certainty: word(['observed', 'documented', 'client', 'recalled', 'unconfirmed']),
          report: text('Where somebody saw what is observed.'),
        },
        { optional: ['report'] },
      ),
      recipe: mapOf(true, 'How to reproduce it against the demo org.'),
    }),
  );
}
