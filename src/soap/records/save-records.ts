/** Saves the records of a call as REST saves those of a collection, and says what became of each (soap-data.md 5.1). */
import type { Session } from '../../data/data.ts';
import { isRecordId } from '../../data/ids.ts';
import { refusal, type Saved } from '../../data/save/draft.ts';
import { type Entry, noteErrors, ROLLED_BACK, saveEntries } from '../../data/save/entries.ts';
import { Refusal } from '../../refusals/catalogue.ts';
import { duplicateResult } from '../../rest/error-json.ts';
import type { SessionCall } from '../operation.ts';
import { element, elements, type XmlElement } from '../xml.ts';

interface Shape {
  /** Results of an upsert say whether the record is new. */
  readonly isUpsert?: boolean;
}

/** @returns a `result` for each; @throws Refusal of the whole call */
export async function saveRecords(
  call: SessionCall,
  session: Session,
  entries: readonly Entry[],
  { isUpsert = false }: Shape = {},
): Promise<XmlElement[]> {
  const saved = (await saveUnlessArmed(call, session, entries, isUpsert)).map(inSoap);
  noteErrors(call, saved);
  return saved.map((own) => resultOf(own, isUpsert, call.version));
}

async function saveUnlessArmed(
  call: SessionCall,
  session: Session,
  entries: readonly Entry[],
  isUpsert: boolean,
): Promise<Saved[]> {
  const { trace, headers } = call;
  try {
    return await saveEntries(session, entries, {
      allOrNone: headers.allOrNone,
      isUpsert,
      async beforeWriting(refused) {
        refuseUnread(call, refused);
        await trace.passed('soap-record');
        await trace.passed('record');
      },
    });
  } catch (error) {
    // What a test armed of one record is said where it always is; of a fault clients know no such code.
    if (!(error instanceof Refusal) || !error.armed || !isOfRecord(error)) throw error;
    return entries.map(() => ({ id: undefined, isCreated: false, errors: [error], isRolledBack: false }));
  }
}

/** What of one record refuses the whole call: it could not be read, or fauxforce cannot do it. @throws Refusal */
function refuseUnread({ trace }: SessionCall, refused: readonly Refusal[]): void {
  for (const own of refused) {
    if (is(own, 'record.unknown-field')) throw trace.failed('soap-record.unknown-field', own.values);
    if (is(own, 'rest.unsupported')) throw trace.failed(own.refusal, own.values);
  }
}

function is<Name extends Refusal['refusal']>(own: Refusal, name: Name): own is Refusal & Refusal<Name> {
  return own.refusal === name;
}

/** Refusals of a save name fields, if only none; those of duplicate rules say the rule. */
function isOfRecord({ facts: { fields, surface }, refusal: name }: Refusal): boolean {
  return surface !== 'soap-fault' && (fields !== undefined || name === 'record.duplicate-rule');
}

/** Of an id that is none SOAP says so otherwise than REST. */
function inSoap(saved: Saved): Saved {
  const errors = saved.errors.map((own) => {
    if (!is(own, 'record.malformed-id')) return own;
    const { id } = own.values;
    return isRecordId(id) ? own : refusal('soap-record.malformed-id', { id });
  });
  return { ...saved, errors };
}

/** In the order of the WSDL. A record that was not saved has no id, whatever it was to become. */
function resultOf(saved: Saved, isUpsert: boolean, version: number): XmlElement {
  const { id, isCreated, errors, isRolledBack } = saved;
  const success = errors.length === 0 && !isRolledBack;
  return element('result', [
    ...(isUpsert ? elements({ created: success && isCreated }) : []),
    ...(isRolledBack ? [rolledBack()] : errors.map((own) => errorOf(own, version))),
    ...elements({ id: success ? (id ?? null) : null, success }),
  ]);
}

function rolledBack(): XmlElement {
  const { message, statusCode } = ROLLED_BACK;
  return element('errors', elements({ message, statusCode }));
}

/** The first version that knows duplicate rules. */
const WITH_DUPLICATES = 37;

function errorOf(own: Refusal, version: number): XmlElement {
  const { description: message, fields = [], facts } = own;
  const members = [
    ...fields.map((name) => element('fields', name)),
    ...elements({ message, statusCode: facts.error }),
  ];
  if (own.refusal !== 'record.duplicate-rule' || version < WITH_DUPLICATES) return element('errors', members);
  const duplicates = element('duplicateResult', elements(duplicateResult(message)));
  return element('errors', [...members, duplicates], { 'xsi:type': 'DuplicateError' });
}
