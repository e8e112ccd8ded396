/** How long an access token lives without use: the app's policy, then the profile's, then the org's (model.md 4.4). */
import type { App, Org, Profile, User } from './model.ts';
import type { Subject } from './subject.ts';

/** Seconds. */
export function accessTokenTimeout(org: Org, user: User, app: App): number {
  const profile = profileOf({ org, user });
  return 60 * (app.sessionPolicy.sessionTimeout ?? profile?.sessionTimeout ?? org.settings.sessionTimeout);
}

/** Minutes (token.md 13). */
const LONGEST_JWT = 30;
/** Minutes that an External Client App may give its own, since API 65 (model.md 2.3). */
const LONGEST_CUSTOM_JWT = 720;

/** Seconds a JWT access token lives, used or not. */
export function jwtAccessTokenLifetime(org: Org, user: User, app: App): number {
  const isCustom = app.kind === 'externalClientApp' && app.sessionPolicy.sessionTimeout !== undefined;
  const longest = 60 * (isCustom ? LONGEST_CUSTOM_JWT : LONGEST_JWT);
  return Math.min(longest, accessTokenTimeout(org, user, app));
}

const profilesOf = new WeakMap<Org, ReadonlyMap<string, Profile>>();

export function profileOf({ org, user }: Pick<Subject, 'org' | 'user'>): Profile | undefined {
  const known = profilesOf.get(org) ?? new Map(org.profiles.map((candidate) => [candidate.name, candidate]));
  profilesOf.set(org, known);
  return known.get(user.profile);
}
