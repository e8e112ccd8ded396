/** describeGlobal(): the objects that are there, with no member that the version called does not know (soap-data.md 6). */
import { describedObjects } from '../../data/describe.ts';
import type { SessionOperation } from '../operation.ts';
import { sessionOf } from '../session.ts';
import { type Content, element, elements, type XmlElement } from '../xml.ts';

const MAX_BATCH_SIZE = 200;

/** The first version of each member that is younger than the oldest API; one unknown member stops a strict client. */
const SINCE: Readonly<Record<string, number>> = {
  idEnabled: 35,
  mruEnabled: 37,
  hasSubtypes: 39,
  isSubtype: 39,
  deepCloneable: 47,
  isInterface: 47,
  associateEntityType: 50,
  associateParentEntity: 50,
};

export const describeGlobal: SessionOperation = {
  name: 'describeGlobal',
  session: 'needed',
  parameters: [],
  async answer(call) {
    const sobjects = describedObjects(await sessionOf(call)).map(({ summary }) =>
      element('sobjects', members(summary, call.version)),
    );
    return [
      element('result', [...elements({ encoding: 'UTF-8', maxBatchSize: MAX_BATCH_SIZE }), ...sobjects]),
    ];
  },
};

/** In the order of the WSDL, which is that of the alphabet. */
function members(summary: Readonly<Record<string, Content>>, version: number): XmlElement[] {
  const known = Object.entries({ ...summary, idEnabled: false })
    .filter(([name]) => version >= (SINCE[name] ?? 0))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return elements(Object.fromEntries(known));
}
