/** Values that no file says and that were derived from names: keys, secrets and passwords, which a developer needs to know. */

import type { Org } from '../../org/model.ts';
import { PLATFORM_CLI } from '../../org/platform-cli.ts';
import { isRecord } from '../../wire/json.ts';
import { fileProblem, type Problem, type SeedDocument } from '../problems.ts';
import { recordsOf } from '../records.ts';

/**
 * @param document the document as it was read, without standard records
 * @param directory of the project
 */
export function derivedValues(document: SeedDocument, org: Org, directory: string): Problem[] {
  const apps = recordsOf(document.value, 'apps').flatMap(({ path, fields }) => {
    const app = org.apps.find(({ name }) => name === fields.name);
    if (!app || app.name === PLATFORM_CLI) return [];
    const tell = (field: 'consumerKey' | 'consumerSecret') =>
      fields[field] === undefined
        ? [
            {
              ...document.place(path, 'value'),
              message: `${field} of app '${app.name}' is in no file: ${app[field]}`,
            },
          ]
        : [];
    return [...tell('consumerKey'), ...tell('consumerSecret')];
  });
  const users = recordsOf(document.value, 'users').flatMap(({ path, fields }) => {
    const user = org.users.find(({ username }) => username === fields.username);
    const missing = user && [
      ...(fields.password === undefined
        ? [`password of user '${user.username}' is in no file: ${user.password}`]
        : []),
      ...(fields.securityToken === undefined
        ? [`security token of user '${user.username}' is in no file: ${user.securityToken}`]
        : []),
    ];
    return (missing ?? []).map((message) => ({ ...document.place(path, 'value'), message }));
  });
  return [...apps, ...users, ...administrator(document, org, directory)];
}

/** The user that is made for an org without users. */
function administrator(document: SeedDocument, { users: [user] }: Org, directory: string): Problem[] {
  const hasUsers = isRecord(document.value) && Object.hasOwn(document.value, 'users');
  if (hasUsers || !user) return [];
  const message = `no file holds a user: ${user.username}, a System Administrator, has password ${user.password} and security token ${user.securityToken}`;
  return [{ ...fileProblem(directory, message), line: 1, column: 1 }];
}
