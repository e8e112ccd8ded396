/** Salesforce DX projects as parts of a seed. Loaded only when a seed names one. */
import type { Org } from '../../org/model.ts';
import type { Problem, SeedDocument } from '../problems.ts';
import { derivedValues } from './derived.ts';
import type { ProjectReport } from './report.ts';

export { joinProjects } from './join.ts';

/**
 * @param leftOut what the schema refused
 * @param document what was read in the end
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
    read,
    defaulted: [...defaulted, ...derivedValues(document, org, directories[0] ?? '')],
    skipped,
    problems: [...problems, ...leftOut],
  };
}
