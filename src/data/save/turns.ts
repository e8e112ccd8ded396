/** Saves the records of a call in which one may stand several times: every change of it finds what the one before left. */

import { isView, type Session } from '../data.ts';
import { StagedRecords } from '../staged-records.ts';
import { refusal, type Saved, type SaveRequest } from './draft.ts';
import { prepare } from './prepare.ts';
import { MOST_TRIES, type SaveOptions, save } from './save.ts';

/** Places of requests in a call; no record is in one turn twice. */
type Turn = readonly number[];

/** @returns what became of each, in their order */
export async function saveInTurns(
  session: Session,
  requests: readonly SaveRequest[],
  options: SaveOptions,
): Promise<Saved[]> {
  const { allOrNone, beforeWriting } = options;
  const turns = turnsOf(requests);
  // What changes the org is not undone: all or none of it is refused where it is looked at.
  const isOfOrg = allOrNone && requests.some(({ object }) => isView(object));
  if (turns.length < 2 || isOfOrg) return save(session, requests, options);
  const looked = await Promise.all(requests.map((one) => prepare(session, one, undefined, new Set())));
  await beforeWriting?.(looked.flatMap((own) => ('refused' in own ? [own.refused] : [])));
  return allOrNone ? saveTogether(session, requests, turns) : saveEach(session, requests, turns);
}

/** The first places of all records, then the second ones, and so on. */
function turnsOf(requests: readonly SaveRequest[]): readonly Turn[] {
  const places = new Map<string, number>();
  const turns: number[][] = [];
  for (const [i, request] of requests.entries()) {
    const record = 'id' in request ? `${request.object.name} ${request.id.slice(0, 15)}` : `new ${i}`;
    const place = places.get(record) ?? 0;
    places.set(record, place + 1);
    turns[place] ??= [];
    turns[place].push(i);
  }
  return turns;
}

async function saveEach(
  session: Session,
  requests: readonly SaveRequest[],
  turns: readonly Turn[],
): Promise<Saved[]> {
  const results: Saved[] = [];
  for (const turn of turns) {
    const saved = await save(
      session,
      turn.map((i) => requests[i] as SaveRequest),
      { allOrNone: false },
    );
    for (const [at, i] of turn.entries()) results[i] = saved[at] as Saved;
  }
  return results;
}

/** All are written at the end, if none was refused. */
async function saveTogether(
  session: Session,
  requests: readonly SaveRequest[],
  turns: readonly Turn[],
): Promise<Saved[]> {
  for (let tries = 1; ; tries++) {
    const records = new StagedRecords(session.records);
    const results = await saveEach({ ...session, records }, requests, turns);
    if (results.some(isRefused))
      return results.map((own) => (isRefused(own) ? own : { ...own, isRolledBack: true }));
    if (await records.write(session.org.id, session.now)) return results;
    if (tries === MOST_TRIES) return results.map(locked);
  }
}

function isRefused({ errors, ambiguous }: Saved): boolean {
  return errors.length > 0 || ambiguous !== undefined;
}

function locked({ id = '', isCreated }: Saved): Saved {
  return { id: undefined, isCreated, errors: [refusal('record.row-lock', { id })], isRolledBack: false };
}
