/** Whose an app is, and whether an org has it (model.md 4.5). */

import type { App, Org, User } from './model.ts';
import { PLATFORM_CLI } from './platform-cli.ts';

/** True when the app's policies are the org's: it is defined or copied there, or is the CLI's, which every org knows. */
export function isOwnApp(app: App, org: Org): boolean {
  return app.orgId === org.id || app.consumerKey === PLATFORM_CLI || isCopiedTo(app, org);
}

/** A scratch org has the Connected Apps of the Dev Hub that signed it up, a sandbox those of the org it was made of (model.md 4.1). */
export function isCopiedTo({ kind, orgId }: App, { signedUpFrom }: Org): boolean {
  return kind === 'connectedApp' && orgId === signedUpFrom;
}

/**
 * The sign-up of a scratch org approves the app of its session for the administrator it makes: the lists of a Dev Hub's app may
 * name permission sets that a new org has not (recalled; every `sf org create scratch` of a Dev Hub that logged in by JWT rests on it).
 */
export function isApprovedBySignUp(app: App, org: Org, { profile }: User): boolean {
  return org.type === 'scratch' && isCopiedTo(app, org) && profile === 'System Administrator';
}

/** True when the org has the app: its own, and not uninstalled or blocked. */
export function isInstalledIn(app: App, org: Org): boolean {
  return isOwnApp(app, org) && app.state === 'installed';
}
