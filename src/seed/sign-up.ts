/** `org.signedUpFrom`: the org whose Connected Apps a scratch org or sandbox has from the start (model.md 4.1, 6). */

import { didYouMean } from '../ground/nearest.ts';
import { id15, id18, isSalesforceId } from '../org/ids.ts';
import type { Org } from '../org/model.ts';
import { isRecord } from '../wire/json.ts';
import { orgFieldsOf, textOf } from './records.ts';
import { type Finding, fieldOf } from './shape.ts';
import { orgIdentity } from './standards.ts';

type OrgIdentity = Pick<Org, 'id' | 'name' | 'myDomain'>;

/** The orgs that `org.signedUpFrom` may name. */
export interface KnownOrgs {
  readonly orgs: readonly OrgIdentity[];
}

export const NO_ORGS: KnownOrgs = { orgs: [] };

/** Replaces the name or My Domain in `org.signedUpFrom` by that org's id; leaves it as it is if there is no such org. */
export function withSignUp(document: unknown, known: KnownOrgs): unknown {
  const org = orgFieldsOf(document);
  const named = textOf(org.signedUpFrom);
  const found = named === undefined ? undefined : orgNamed(named, known);
  return found && isRecord(document) ? { ...document, org: { ...org, signedUpFrom: found.id } } : document;
}

/** @param document where {@link withSignUp} has replaced the name by an id */
export function signUpFindings(document: unknown, known: KnownOrgs): Finding[] {
  const org = orgFieldsOf(document);
  const named = textOf(org.signedUpFrom);
  if (named === undefined) return [];
  const complaint = complaintOf(document, named, known);
  if (complaint === undefined) return [];
  const path = ['org', 'signedUpFrom'];
  return [{ path, of: 'value', message: `${fieldOf(document, path)}: ${complaint}` }];
}

function complaintOf(document: unknown, named: string, known: KnownOrgs): string | undefined {
  const { type } = orgFieldsOf(document);
  if (type !== 'scratch' && type !== 'sandbox')
    return 'only a scratch org or sandbox is made from another org: set type, or leave this out';
  if (!isSalesforceId(named, '00D')) {
    const names = known.orgs.flatMap(({ name, myDomain }) => [name, myDomain]);
    return `no org '${named}' is seeded${didYouMean(named, names) || ': give its id, its name or its My Domain'}`;
  }
  return id18(named) === orgIdentity(document).id ? 'an org is not made from itself' : undefined;
}

function orgNamed(named: string, { orgs }: KnownOrgs): OrgIdentity | undefined {
  if (isSalesforceId(named, '00D')) return orgs.find(({ id }) => id15(id) === id15(named));
  return (
    orgs.find(({ myDomain }) => myDomain === named.toLowerCase()) ?? orgs.find(({ name }) => name === named)
  );
}
