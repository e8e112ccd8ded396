/** Salesforce DX projects as parts of a seed. Loaded only when a seed names one. */
import type { Org } from '../../org/model.ts';
import type { Problem, SeedDocument } from '../problems.ts';
import { derivedValues } from './derived.ts';
import type { ProjectReport, ReadRecord } from './report.ts';

export { joinProjects } from './join.ts';

/**
 * Completes the report of a project once its org is made.
 *
 * @param leftOut the problems for which parts of the project were left out
 * @param document the document that was read in the end
 */
export function completeReport(
  report: ProjectReport,
  leftOut: readonly Problem[],
  document: SeedDocument,
  org: Org,
): ProjectReport {
  const { directories, read, defaulted, skipped, problems } = report;
  return {
    directories,
    read: read.filter(isInUse(org)),
    defaulted: [...defaulted, ...derivedValues(document, org, directories[0] ?? '')],
    skipped,
    problems: [...problems, ...leftOut],
  };
}

/** Whether the org has the record. If two have the same name the first counts; one with an invalid name was left out. */
function isInUse({ apps, users }: Org): (record: ReadRecord) => boolean {
  const names = [...apps.map(({ name }) => name), ...users.map(({ username }) => username)];
  const unseen = new Set(names.map((name) => name.toLowerCase()));
  return ({ kind, name }) => !NAMED_ONCE.has(kind) || unseen.delete(name.toLowerCase());
}

const NAMED_ONCE: ReadonlySet<string> = new Set(['Connected App', 'External Client App', 'user']);
