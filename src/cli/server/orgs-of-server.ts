/** The orgs of a running server, with their apps and users. */
import type { Command } from 'commander';
import { didYouMean } from '../../ground/nearest.ts';
import type { WholeOrg } from '../../lab/answers.ts';
import { UsageError } from '../failure.ts';
import { callLab } from '../lab-client.ts';

/**
 * @param wanted the id, name or My Domain of one; undefined means all
 * @throws UsageError with the nearest name
 */
export async function orgsOfServer(command: Command, wanted: string | undefined): Promise<WholeOrg[]> {
  const response = await callLab(command, 'GET', '/orgs');
  const { orgs } = (await response.json()) as { orgs: WholeOrg['org'][] };
  const chosen = wanted === undefined ? orgs : orgs.filter((org) => isCalled(org, wanted));
  if (chosen.length === 0 && wanted !== undefined) {
    const names = orgs.flatMap(({ name, myDomain, id }) => [name, myDomain, id]);
    throw new UsageError(
      `there is no org '${wanted}'${didYouMean(wanted, names) || ': fauxforce orgs lists them'}`,
    );
  }
  const found: WholeOrg[] = [];
  for (const { id } of chosen) {
    found.push((await (await callLab(command, 'GET', `/orgs/${id}`)).json()) as WholeOrg);
  }
  return found;
}

function isCalled({ id, name, myDomain }: WholeOrg['org'], wanted: string): boolean {
  const words = [name.toLowerCase(), myDomain.toLowerCase()];
  return id === wanted || id.slice(0, 15) === wanted || words.includes(wanted.toLowerCase());
}
