/** What no two orgs may have in common: a new org that has it is refused. */

import { OrgDirectory } from '../org/directory.ts';
import type { Org } from '../org/model.ts';
import { PLATFORM_CLI } from '../org/platform-cli.ts';
import type { Problem } from '../seed/problems.ts';

/** @returns a problem for each name, id and key that another org already has */
export function orgClashes(org: Org, orgs: OrgDirectory): Problem[] {
  const others = (owner: Org | undefined) => (owner && owner.id !== org.id ? owner : undefined);
  const ofDomain = others(orgs.orgByMyDomain(org.myDomain));
  return [
    ...(ofDomain ? [clash('org.myDomain', 'My Domain', org.myDomain, ofDomain)] : []),
    ...org.users.flatMap((user, i) => {
      const other = others(orgs.userByUsername(user.username)?.org);
      const sameId = orgs.user(user.id);
      return [
        ...(other ? [clash(`users[${i}].username`, 'username', user.username, other)] : []),
        ...(sameId && others(orgs.userByUsername(sameId.username)?.org)
          ? [clash(`users[${i}].id`, 'record id', user.id, orgs.userByUsername(sameId.username)?.org)]
          : []),
      ];
    }),
    ...org.apps.flatMap((app, i) => {
      const other = app.consumerKey === PLATFORM_CLI ? undefined : orgs.app(app.consumerKey);
      const owner = other && others(orgs.org(other.orgId));
      return owner ? [clash(`apps[${i}].consumerKey`, 'consumer key', app.consumerKey, owner)] : [];
    }),
  ];
}

export function clash(path: string, kind: string, value: string, owner: Org | undefined): Problem {
  return {
    file: undefined,
    line: undefined,
    column: undefined,
    path,
    message: `${kind} '${value}' is already that of org '${owner?.name}' (${owner?.id}): give this one another`,
  };
}

/** The same check for orgs that are added together. */
export function orgClashesAmong(orgs: readonly Org[]): Problem[] {
  const taken = new OrgDirectory([]);
  return orgs.flatMap((org, i) => {
    const known = taken.org(org.id);
    const problems = known ? [clash('org.id', 'org id', org.id, known)] : orgClashes(org, taken);
    taken.put(org);
    return problems.map((problem) => ({ ...problem, path: `orgs[${i}].document.${problem.path}` }));
  });
}
