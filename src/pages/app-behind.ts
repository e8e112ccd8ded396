/** The app that sent a user to log in: its IP relaxation counts on the log-in page too (model.md 4.2, 4.8). */

import { openSource } from '../oauth/authorize/source.ts';
import type { Org } from '../org/model.ts';
import { appOfOrg } from '../org/platform-cli.ts';
import type { UserFacts } from '../policies/policy.ts';
import { readForm } from '../wire/form.ts';
import type { World } from '../world/world.ts';

/** @param startURL of the log-in page: a path of ours */
export function appBehind(world: World, startURL: string, org: Org): Pick<UserFacts, 'app' | 'appFlow'> {
  const source = readForm(startURL.slice(startURL.indexOf('?') + 1)).get('source') ?? '';
  const { client_id, response_type } = openSource(world, source)?.asked ?? {};
  const app = client_id === undefined ? undefined : world.orgs.app(client_id);
  return {
    app: app && appOfOrg(app, org),
    appFlow: response_type === 'code' ? 'web-server' : 'user-agent',
  };
}
