/** Makes changes of the org's own records: those of different records in one change of the org, which reads all of it anew. */
import type { Refusal } from '../../refusals/catalogue.ts';
import { SeedError } from '../../seed/problems.ts';
import type { Session } from '../data.ts';
import { forgetViews } from '../find.ts';
import type { OrgEdit } from './org-record-change.ts';

/** The id of the record that was saved, or why it was not. */
type Outcome = string | Refusal;

/** @returns what became of each, in their order; nothing has changed by one that was refused */
export async function makeEdits(session: Session, edits: readonly OrgEdit[]): Promise<Outcome[]> {
  const results = new Map<OrgEdit, Outcome>();
  for (const round of roundsOf(edits)) {
    const { made, again } = await makeTogether(session, round);
    for (const [edit, outcome] of made) results.set(edit, outcome);
    // Another one of its round may have made way for it.
    for (const edit of again) results.set(edit, await makeAlone(session, edit));
    forgetViews(session);
  }
  return edits.map((edit) => results.get(edit) as Outcome);
}

/** The first edits of all records, then the second ones, and so on. */
function roundsOf(edits: readonly OrgEdit[]): readonly (readonly OrgEdit[])[] {
  const counts = new Map<string, number>();
  const rounds: OrgEdit[][] = [];
  for (const edit of edits) {
    const round = counts.get(edit.about) ?? 0;
    counts.set(edit.about, round + 1);
    rounds[round] ??= [];
    rounds[round].push(edit);
  }
  return rounds;
}

interface Together {
  readonly made: ReadonlyMap<OrgEdit, Outcome>;
  /** Those that may be made when the others are. */
  readonly again: readonly OrgEdit[];
}

/** Makes what can be made at once. What a seed would be refused for is found for all of them together, and said of each. */
async function makeTogether(session: Session, edits: readonly OrgEdit[]): Promise<Together> {
  const made = new Map<OrgEdit, Outcome>();
  if (edits.length < 2) return { made, again: edits };
  for (;;) {
    const open = edits.filter((edit) => !made.has(edit));
    const ids = new Map<OrgEdit, string>();
    try {
      await session.world.image.change(session.org, (before) => {
        ids.clear();
        const changes = open.flatMap((edit, place) => {
          const decided = decidedOf(edit, before);
          if (!decided) return [];
          ids.set(edit, decided.id);
          return [{ ...decided.change, path: [place] }];
        });
        if (changes.length === 0) throw new NothingToDo();
        return changes;
      });
    } catch (error) {
      const wrong = error instanceof SeedError ? problemsByPlace(error) : new Map<number, SeedError>();
      for (const [place, own] of wrong) {
        const edit = open[place];
        if (edit) made.set(edit, edit.refusalOf(own));
      }
      if (wrong.size === 0) return { made, again: open };
      continue;
    }
    for (const [edit, id] of ids) made.set(edit, id);
    return { made, again: edits.filter((edit) => !made.has(edit)) };
  }
}

/** Every edit is stopped. */
class NothingToDo extends Error {}

/** Undefined where something stops it, which it says when it is alone. */
function decidedOf(edit: OrgEdit, before: Parameters<OrgEdit['decide']>[0]) {
  try {
    return edit.decide(before);
  } catch {
    return undefined;
  }
}

/** The problems of each edit, as if it were alone; none where one cannot be said of an edit. */
function problemsByPlace({ problems }: SeedError): Map<number, SeedError> {
  const placed = problems.map((problem) => {
    const [begin = '', place] = /^\[(\d{1,5})\]\.?/.exec(problem.path) ?? [];
    if (place === undefined) return undefined;
    return { place: Number(place), problem: { ...problem, path: problem.path.slice(begin.length) } };
  });
  if (placed.includes(undefined)) return new Map();
  const byPlace = Map.groupBy(
    placed.flatMap((own) => own ?? []),
    ({ place }) => place,
  );
  return new Map(
    [...byPlace].map(([place, own]) => [place, new SeedError(own.map(({ problem }) => problem))]),
  );
}

async function makeAlone({ world, org }: Session, edit: OrgEdit): Promise<Outcome> {
  let id = '';
  try {
    await world.image.change(org, (before) => {
      const decided = edit.decide(before);
      id = decided.id;
      return [{ ...decided.change, path: [] }];
    });
    return id;
  } catch (error) {
    return edit.refusalOf(error);
  }
}
