/** The orgs of a seed on their way to another process: functions cannot go there. */
import type { Org, SeedRecords } from '../../org/model.ts';
import { fileProblem } from '../../seed/problems.ts';

export interface SentOrg {
  readonly org: Omit<Org, 'seedRecords'>;
  readonly records: SeedRecords['value'] | undefined;
  /** Whether they are made when somebody first asks for records. */
  readonly isLater: boolean;
}

export function sentOrgs(orgs: readonly Org[]): SentOrg[] {
  return orgs.map(({ seedRecords, ...org }) => {
    const isLater = typeof seedRecords === 'function';
    return { org, records: (isLater ? seedRecords() : seedRecords)?.value, isLater };
  });
}

/** The process that read the seed has made the records once, and would have told where they are wrong. */
export function receivedOrgs(sent: readonly SentOrg[]): Org[] {
  return sent.map(({ org, records: value, isLater }) => {
    if (value === undefined) return org;
    const records: SeedRecords = { value, place: () => fileProblem('', '') };
    return { ...org, seedRecords: isLater ? () => records : records };
  });
}
