/** Whose an app is, and whether an org has it (model.md 4.5). */

import type { App, Org } from './model.ts';
import { PLATFORM_CLI } from './platform-cli.ts';

/** True when the app's policies are the org's: it is defined there, or is the CLI's, which every org knows. */
export function isOwnApp(app: App, org: Org): boolean {
  return app.orgId === org.id || app.consumerKey === PLATFORM_CLI;
}

/** True when the org has the app: its own, and not uninstalled or blocked. */
export function isInstalledIn(app: App, org: Org): boolean {
  return isOwnApp(app, org) && app.state === 'installed';
}
