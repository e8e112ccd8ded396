/** Paths of the SOAP API, as answers to log-ins name them: with the 15 characters of the org's id (identity-and-resources.md 9.2). */
import { derivedId } from '../org/ids.ts';
import type { Org, Site } from '../org/model.ts';

/** @param site that the user logged in to, whose part of the path has an id of its own */
export function soapPath(word: string, version: number, org: Org, site: Site | undefined): string {
  const root = `/services/Soap/${word}/${version}.0/${org.id.slice(0, 15)}`;
  return site ? `${root}/${derivedId('0DF', org.id, site.id).slice(0, 15)}` : root;
}
