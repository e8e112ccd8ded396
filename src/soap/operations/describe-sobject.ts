/** describeSObject(sObjectType) and describeSObjects(sObjectType): objects with their fields, shaped by the version called (soap-data.md 6). */
import { describeObject } from '../../data/describe.ts';
import { instanceUrl } from '../../org/hosts.ts';
import type { SessionCall, SessionOperation } from '../operation.ts';
import { descriptionOf } from '../records/describe-members.ts';
import { checkCount, objectNamed } from '../records/read-record.ts';
import { sessionOf } from '../session.ts';
import { element, type XmlElement } from '../xml.ts';

const MOST = 100;

export const describeSObject: SessionOperation = {
  name: 'describeSObject',
  session: 'needed',
  parameters: ['sObjectType'],
  answer: (call) => describe(call, [call.parameters.text('sObjectType')]),
};

export const describeSObjects: SessionOperation = {
  name: 'describeSObjects',
  session: 'needed',
  parameters: ['sObjectType'],
  answer: (call) => describe(call, call.parameters.texts('sObjectType')),
};

async function describe(call: SessionCall, names: readonly string[]): Promise<XmlElement[]> {
  const { access, calledHost, trace, version } = call;
  checkCount(call, names.length, MOST);
  const session = await sessionOf(call);
  const objects = names.map((name) => objectNamed(call, session, name.trim()));
  await trace.passed('soap-record');
  const origin = instanceUrl(calledHost, access.org);
  return objects.map((object) => {
    const described = describeObject(object, session.access(object), NEWEST);
    return element('result', descriptionOf(object, described, { version, origin }));
  });
}

/** All members that there are: those that the version called does not know are left out here. */
const NEWEST = Number.POSITIVE_INFINITY;
