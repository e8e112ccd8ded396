/** How long an access token lives without use: the app's policy, then the profile's, then the org's (model.md 4.4). */
import type { App, Org, Profile, User } from './model.ts';

/** Seconds. */
export function accessTokenTimeout(org: Org, user: User, app: App): number {
  const profile = profileOf(org, user);
  return 60 * (app.sessionPolicy.sessionTimeout ?? profile?.sessionTimeout ?? org.settings.sessionTimeout);
}

/** Seconds a JWT access token lives, used or not: 30 minutes at the most (token.md 13). */
export function jwtAccessTokenLifetime(org: Org, user: User, app: App): number {
  return Math.min(30 * 60, accessTokenTimeout(org, user, app));
}

const profilesOf = new WeakMap<Org, ReadonlyMap<string, Profile>>();

export function profileOf(org: Org, { profile }: Pick<User, 'profile'>): Profile | undefined {
  const known = profilesOf.get(org) ?? new Map(org.profiles.map((candidate) => [candidate.name, candidate]));
  profilesOf.set(org, known);
  return known.get(profile);
}
