/** Saves records: each is looked at, then all that passed are written at once, in one operation of the store. */
import type { Refusal } from '../../refusals/catalogue.ts';
import type { RecordOutcome, RecordProblem } from '../../store/port.ts';
import type { Session } from '../data.ts';
import { rowsById } from '../find.ts';
import { refusal, type Saved, type SaveRequest } from './draft.ts';
import { makeEdits } from './org-edits.ts';
import { type Preparation, prepare } from './prepare.ts';

export interface SaveOptions {
  /** Whether none is saved if one cannot be. */
  readonly allOrNone: boolean;
  /** Called when everything was looked at and before anything is written, with what is refused; what it throws stops the save. */
  readonly beforeWriting?: (refused: readonly Refusal[]) => Promise<void> | undefined;
  /** Ids for records that are made, in the order of the requests: one of them may name another one then. */
  readonly newIds?: readonly (string | undefined)[];
}

/** How often a record is looked at anew that others change meanwhile. Salesforce waits ten seconds for it. */
export const MOST_TRIES = 50;

/** @returns what became of each, in their order */
export async function save(
  session: Session,
  requests: readonly SaveRequest[],
  options: SaveOptions,
): Promise<Saved[]> {
  const results: (Saved | undefined)[] = requests.map(() => undefined);
  let open = requests.map((_, index) => index);
  let { beforeWriting } = options;
  for (let tries = 1; open.length > 0; tries++) {
    const together = new Set(options.newIds?.filter((id) => id !== undefined));
    const looked = await Promise.all(
      open.map((index) =>
        prepare(session, requests[index] as SaveRequest, options.newIds?.[index], together),
      ),
    );
    const prepared = options.allOrNone && looked.length > 1 ? looked.map(alone) : looked;
    const changes = prepared.flatMap((own) => ('change' in own ? [own.change] : []));
    const ready = prepared.filter((own) => 'change' in own || 'changeOrg' in own);
    const isStopped = options.allOrNone && ready.length < prepared.length;
    await beforeWriting?.(prepared.flatMap((own) => ('refused' in own ? [own.refused] : [])));
    beforeWriting = undefined;
    const outcomes = isStopped
      ? changes.map(() => ROLLED_BACK)
      : changes.length === 0
        ? []
        : await session.records.save(session.org.id, changes, {
            allOrNone: options.allOrNone,
            at: session.now,
          });
    const own = byRecord(prepared, outcomes);
    const made = isStopped ? prepared.map(() => undefined) : await changeOrg(session, prepared);
    const isAgain = own.map((outcome, i) => isPassing(requests[open[i] as number] as SaveRequest, outcome));
    const isAll = options.allOrNone && isAgain.includes(true);
    const next: number[] = [];
    for (const [i, index] of open.entries()) {
      if (tries < MOST_TRIES && (isAll || isAgain[i])) next.push(index);
      else {
        const request = requests[index] as SaveRequest;
        results[index] = await resultOf(session, request, prepared[i] as Preparation, own[i], made[i]);
      }
    }
    open = next;
  }
  return results as Saved[];
}

/** A change of the org and records of the store are no one operation, nor are two such changes. */
function alone(own: Preparation): Preparation {
  if (!('changeOrg' in own)) return own;
  const what = 'saving users or assignments together with others, all or none';
  return { refused: refusal('rest.unsupported', { what }), isCreated: own.isCreated };
}

/** @returns the id, or why not, of those that change the org */
async function changeOrg(
  session: Session,
  prepared: readonly Preparation[],
): Promise<(string | Refusal | undefined)[]> {
  const made = await makeEdits(
    session,
    prepared.flatMap((own) => ('changeOrg' in own ? [own.changeOrg] : [])),
  );
  let next = 0;
  return prepared.map((own) => ('changeOrg' in own ? made[next++] : undefined));
}

const ROLLED_BACK: RecordOutcome = { done: false, why: { kind: 'rolled back' } };

/** What became of each record; undefined for one that was not asked for. */
function byRecord(
  prepared: readonly Preparation[],
  outcomes: readonly RecordOutcome[],
): (RecordOutcome | undefined)[] {
  let next = 0;
  return prepared.map((own) => ('change' in own ? outcomes[next++] : undefined));
}

/** Whether another look may find something else: somebody changed the record meanwhile, or made the one that was to be made. */
export function isPassing(request: SaveRequest, outcome: RecordOutcome | undefined): boolean {
  if (!outcome || outcome.done) return false;
  const { why } = outcome;
  return why.kind === 'changed' || (why.kind === 'taken' && isKeyOf(request, why.field));
}

function isKeyOf(request: SaveRequest, field: string): boolean {
  return request.action === 'upsert' && request.key.name === field;
}

export async function resultOf(
  session: Session,
  request: SaveRequest,
  own: Preparation,
  outcome: RecordOutcome | undefined,
  made?: string | Refusal,
): Promise<Saved> {
  if ('ambiguous' in own) {
    const key = 'key' in request ? request.key.name : '';
    return {
      id: undefined,
      isCreated: false,
      errors: [],
      isRolledBack: false,
      ambiguous: own.ambiguous,
      key,
    };
  }
  const { isCreated } = own;
  if ('refused' in own) return { id: undefined, isCreated, errors: [own.refused], isRolledBack: false };
  if ('changeOrg' in own) return savedInOrg(own, made);
  const { id } = own;
  if (!outcome || outcome.done) return { id, isCreated, errors: [], isRolledBack: false };
  if (outcome.why.kind === 'rolled back') return { id, isCreated, errors: [], isRolledBack: true };
  const error = await refusalOf(session, request, id, outcome.why);
  return { id: undefined, isCreated, errors: [error], isRolledBack: false };
}

function savedInOrg(
  { id, isCreated }: Extract<Preparation, { changeOrg: unknown }>,
  made: string | Refusal | undefined,
): Saved {
  if (typeof made === 'string') return { id: made, isCreated, errors: [], isRolledBack: false };
  if (made) return { id: undefined, isCreated, errors: [made], isRolledBack: false };
  return { id: id || undefined, isCreated, errors: [], isRolledBack: true };
}

async function refusalOf(
  session: Session,
  request: SaveRequest,
  id: string,
  why: RecordProblem,
): Promise<Refusal> {
  switch (why.kind) {
    case 'taken':
      return refusal('record.duplicate-value', { field: why.field, id: why.id });
    case 'reference':
      return refusal(why.isDeleted ? 'record.reference-deleted' : 'record.reference', {
        id: why.id,
        field: why.field,
      });
    case 'too many':
      return refusal('record.delete-too-large', { id, most: why.most });
    case 'restricted':
      return restricted(session, request, id, why);
    default:
      return refusal('record.row-lock', { id });
  }
}

async function restricted(
  session: Session,
  { object }: SaveRequest,
  id: string,
  why: Extract<RecordProblem, { kind: 'restricted' }>,
): Promise<Refusal> {
  const child = session.wholeSchema.object(why.object) ?? object;
  const [own] = await rowsById(session, object, [id]);
  const children = await rowsById(session, child, why.ids);
  const nameOf = (of: typeof object, row: Readonly<Record<string, unknown>> = {}) =>
    String(row[of.fields.find(({ isNameField }) => isNameField)?.name ?? 'Id'] ?? id);
  return refusal('record.restricted', {
    name: [own?.row.Salutation, nameOf(object, own?.row)].filter(Boolean).join(' '),
    children: child.labelPlural.toLowerCase(),
    // Those that the user may not see have no name for them.
    names: children.flatMap((row) => (row ? [nameOf(child, row.row)] : [])),
  });
}
