/**
 * Manage Consumer Details: a staged key and secret, which take the place of the old ones when they are applied (setup-pages.md 6).
 * Who may do it is asked by who calls. That the staged pair is of no use before is recalled.
 */
import type { Entropy } from '../ground/entropy.ts';
import type { App, Org } from '../org/model.ts';
import { problemAt, SeedError } from '../seed/problems.ts';
import type { Fields } from '../seed/records.ts';
import type { World } from './world.ts';

export type ConsumerDetails = Pick<App, 'consumerKey' | 'consumerSecret'>;

/** A key of `3MVG9` and 80 characters, and a secret of 64 hexadecimal digits, as Setup draws them. */
export function drawConsumer(entropy: Entropy): ConsumerDetails {
  return {
    consumerKey: `3MVG9${entropy.bytes(60).toString('base64url').replaceAll('-', '.')}`,
    consumerSecret: entropy.bytes(32).toString('hex').toUpperCase(),
  };
}

/** Generate: a pair that was staged before is gone. @throws SeedError if the app is gone */
export async function stageConsumer(world: World, org: Org, appId: string): Promise<ConsumerDetails> {
  const staged = drawConsumer(world.entropy);
  await changeApp(world, org, appId, () => ({ stagedConsumer: staged }));
  return staged;
}

/**
 * Apply: the old key and secret, and every token of the app, end now (Salesforce Help, Rotate the Consumer Key and Consumer Secret).
 *
 * @param key the staged key that somebody saw when they pressed the button
 * @throws SeedError, and nothing was changed, if another pair was staged since, or none is
 */
export async function applyStagedConsumer(world: World, org: Org, appId: string, key: string): Promise<void> {
  await changeApp(world, org, appId, ({ name, stagedConsumer }) => {
    if (stagedConsumer?.consumerKey !== key)
      throw problem(`the staged consumer details of app '${name}' have changed since: look again`);
    return { ...stagedConsumer, stagedConsumer: null };
  });
}

/** Cancel: nothing is staged any longer. @throws SeedError if the app is gone */
export async function cancelStagedConsumer(world: World, org: Org, appId: string): Promise<void> {
  await changeApp(world, org, appId, () => ({ stagedConsumer: null }));
}

async function changeApp(
  { image }: World,
  org: Org,
  appId: string,
  edit: (app: App) => Fields,
): Promise<void> {
  await image.change(org, ({ apps }) => {
    const app = apps.find(({ id }) => id === appId);
    if (!app) throw problem('the app was deleted meanwhile');
    return [{ section: 'apps', name: app.name, fields: edit(app), path: [] }];
  });
}

function problem(message: string): SeedError {
  return new SeedError([problemAt('', message)]);
}
