/** getUpdated and getDeleted(sObjectType, startDate, endDate): what happened to the records of an object meanwhile (soap-data.md 5). */
import { changedRows, checkPeriod, coverage, deletedRows, type Period } from '../../data/changes.ts';
import type { Session } from '../../data/data.ts';
import type { ObjectDefinition } from '../../data/definition.ts';
import { check, refuse } from '../../refusals/check.ts';
import type { SessionCall, SessionOperation } from '../operation.ts';
import { objectNamed } from '../records/read-record.ts';
import { instantOfText, WrongText } from '../records/read-value.ts';
import { fieldElement } from '../records/write-value.ts';
import { sessionOf } from '../session.ts';
import { element, elements, type XmlElement } from '../xml.ts';

const parameters = ['sObjectType', 'startDate', 'endDate'];

export const getUpdated: SessionOperation = {
  name: 'getUpdated',
  session: 'needed',
  parameters,

  async answer(call) {
    const { session, object, period } = await asked(call);
    const ids = await changedRows(session, object, period);
    const { latestDateCovered } = coverage(session, period);
    return [
      element('result', [
        ...ids.map((id) => element('ids', id)),
        instant('latestDateCovered', latestDateCovered),
      ]),
    ];
  },
};

export const getDeleted: SessionOperation = {
  name: 'getDeleted',
  session: 'needed',
  parameters,

  async answer(call) {
    const { session, object, period } = await asked(call);
    const deleted = await deletedRows(session, object, period);
    const { earliestDateAvailable, latestDateCovered } = coverage(session, period);
    return [
      element('result', [
        ...deleted.map(({ id, deletedDate }) =>
          element('deletedRecords', [instant('deletedDate', deletedDate), ...elements({ id })]),
        ),
        instant('earliestDateAvailable', earliestDateAvailable),
        instant('latestDateCovered', latestDateCovered),
      ]),
    ];
  },
};

/** @throws Refusal */
async function asked(
  call: SessionCall,
): Promise<{ session: Session; object: ObjectDefinition; period: Period }> {
  const session = await sessionOf(call);
  const object = objectNamed(call, session, call.parameters.text('sObjectType').trim());
  const isReplicated = object.capabilities.has('replicateable');
  check(call, 'soap-record.object', isReplicated, { object: object.name });
  const period = { start: instantIn(call, 'startDate'), end: instantIn(call, 'endDate') };
  checkPeriod(call, session, period);
  await call.trace.passed('soap-record');
  return { session, object, period };
}

/** @throws Refusal */
function instantIn(call: SessionCall, name: 'startDate' | 'endDate'): number {
  const value = call.parameters.text(name).slice(0, 100);
  try {
    return instantOfText(value);
  } catch (error) {
    if (!(error instanceof WrongText)) throw error;
    return refuse(call, 'soap-record.value', { field: name, value, type: error.message });
  }
}

function instant(name: string, datetime: string): XmlElement {
  return fieldElement(name, datetime, 'datetime');
}
