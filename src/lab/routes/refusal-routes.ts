/** The catalogue as data: all of it with how often each refusal happened, and one with its recipe as text. */
import type { FastifyInstance } from 'fastify';
import { nearestTo } from '../../ground/nearest.ts';
import {
  catalogueInWords,
  type ListedRefusal,
  LONGEST_LISTED_RECIPE,
  withoutLongRecipe,
} from '../../refusals/in-words.ts';
import { asWord } from '../../wire/json.ts';
import type { World } from '../../world/world.ts';
import { count, type JsonSchema, list, mapOf, named, object, text, word } from '../document/json-schema.ts';
import type { Operation } from '../document/operation.ts';
import { LabProblem } from '../plane/answer-problem.ts';
import { readQuery, readWord } from '../plane/input.ts';

export function refusalRoutes(app: FastifyInstance, world: World): void {
  app.get('/refusals', { config: { operation: LIST_REFUSALS } }, ({ query }) => {
    const { seen: said } = readQuery(query, ['seen']);
    if (said !== undefined) readWord('seen', said, ['true']);
    const seen = timesSeen(world);
    const all = listed().map((refusal) => ({ ...refusal, seen: seen.get(refusal.name) ?? 0 }));
    return { refusals: said === undefined ? all : all.filter((refusal) => refusal.seen > 0) };
  });

  app.get<{ Params: { name: string } }>(
    '/refusals/:name',
    { config: { operation: SHOW_REFUSAL } },
    async ({ params: { name }, query }) => {
      readQuery(query, []);
      const all = catalogueInWords();
      const refusal = all.find((candidate) => candidate.name === name);
      if (!refusal)
        throw new LabProblem(
          404,
          unknownName(
            name,
            all.map((candidate) => candidate.name),
          ),
        );
      const [{ recipeInWords }, { recipeAsCurl }, { demoFacts }] = await Promise.all([
        import('../../refusals/recipe-in-words.ts'),
        import('../../refusals/recipe-as-curl.ts'),
        import('../../seed/demo-facts.ts'),
      ]);
      return {
        ...refusal,
        seen: timesSeen(world).get(refusal.name) ?? 0,
        steps: recipeInWords(refusal.recipe),
        curl: recipeAsCurl(refusal.recipe, withoutSecrets(demoFacts(world.orgs.orgs))),
      };
    },
  );
}

let inList: readonly ListedRefusal[] | undefined;

/** Made once: the recipes are megabytes. */
function listed(): readonly ListedRefusal[] {
  inList ??= catalogueInWords().map(withoutLongRecipe);
  return inList;
}

function unknownName(name: string, names: readonly string[]): string {
  const nearest = nearestTo(name, names);
  return `there is no refusal '${asWord(name)}': ${nearest ? `did you mean ${nearest}?` : 'GET /_fauxforce/refusals lists them'}`;
}

/** A script has a variable in the place of each secret. */
function withoutSecrets(facts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...facts].filter(([name]) => !name.endsWith('.secret')));
}

/** How often the journal tells of each refusal. */
function timesSeen({ journal }: World): ReadonlyMap<string, number> {
  const seen = new Map<string, number>();
  for (const { refusal } of journal.entries({ outcome: 'refused' }))
    if (refusal) seen.set(refusal.name, (seen.get(refusal.name) ?? 0) + 1);
  return seen;
}

const LIST_REFUSALS: Operation = {
  id: 'listRefusals',
  summary: 'Every way Salesforce says no',
  description: `Without the recipes of more than ${LONGEST_LISTED_RECIPE} characters: \`GET /refusals/{name}\` has each.`,
  query: ['seen'],
  answer: {
    status: 200,
    schema: () => object({ refusals: list(named('Refusal', object(MEMBERS, { optional: ['recipe'] }))) }),
  },
};

const SHOW_REFUSAL: Operation = {
  id: 'showRefusal',
  summary: 'One refusal, and how to see it happen',
  path: { name: 'As `GET /refusals` lists it.' },
  answer: {
    status: 200,
    schema: () =>
      named(
        'RefusalWithSteps',
        object({
          ...MEMBERS,
          steps: list(text(), 'The recipe for a person.'),
          curl: list(
            text(),
            'The recipe for a shell, with the keys of the demo org where this server has it. `FAUXFORCE` is this server’s URL; secrets are variables too; lines with # are what curl cannot do.',
          ),
        }),
      ),
  },
  notFound: 'There is no such refusal.',
};

const MEMBERS: Readonly<Record<string, JsonSchema>> = {
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
  seen: count('How often the journal tells of it.'),
};
