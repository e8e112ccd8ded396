/** LimitInfoHeader: how many calls the org has made today, of the same counter as `Sforce-Limit-Info` of REST (soap-data.md 4). */
import type { OrgSettings } from '../org/model.ts';
import { element, elements, type XmlElement } from './xml.ts';

/** Older clients know no header of an answer, and stop at one. */
const SINCE = 29;

/** @param calls in the running 24 hours */
export function limitInfo(
  version: number,
  calls: number,
  { dailyApiRequests }: Pick<OrgSettings, 'dailyApiRequests'>,
): XmlElement[] {
  if (version < SINCE) return [];
  const limit = { current: calls, limit: dailyApiRequests, type: 'API REQUESTS' };
  return [element('LimitInfoHeader', [element('limitInfo', elements(limit))])];
}
