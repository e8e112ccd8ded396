/** The identity URL's document: the members in their fixed order, nulls written out (identity-and-resources.md 3.2). */

import { type Host, identityUrl } from '../org/hosts.ts';
import type { User } from '../org/model.ts';
import type { Access } from '../tokens/access.ts';
import { customMembers } from '../tokens/custom-members.ts';
import { displayName, photosOf, standardUtcOffset } from '../tokens/user-facts.ts';
import { clientUrls } from './client-urls.ts';

export interface IdentityQuestion {
  readonly access: Access;
  /** Whose identity was asked for: the token's own user or another of the same org. */
  readonly user: User;
  readonly host: Host;
  /** API version for `urls`; undefined leaves `{version}` in them. */
  readonly version: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Undefined members are not written. */
export function identityDocument(question: IdentityQuestion): Record<string, unknown> {
  const { access, user, host, version, now } = question;
  const { org, app } = access;
  const { street, city, state, country, postalCode } = user.address;
  return {
    id: identityUrl(host, org, user.id),
    asserted_user: user.id === access.user.id,
    user_id: user.id,
    organization_id: org.id,
    username: user.username,
    nick_name: user.nickname,
    display_name: displayName(user),
    email: user.email,
    email_verified: true,
    first_name: user.firstName ?? null,
    last_name: user.lastName,
    timezone: user.timezone,
    photos: photosOf(host, org),
    addr_street: street ?? null,
    addr_city: city ?? null,
    addr_state: state ?? null,
    addr_country: country ?? null,
    addr_zip: postalCode ?? null,
    mobile_phone: user.phone ?? null,
    mobile_phone_verified: user.phone !== undefined,
    is_lightning_login_user: false,
    status: { created_date: null, body: null },
    urls: clientUrls(host, org, user, version),
    active: user.isActive,
    user_type: user.userType,
    language: user.language,
    locale: user.locale,
    utcOffset: standardUtcOffset(user.timezone, now),
    last_modified_date: user.lastModified,
    is_app_installed: app.state === 'installed' ? true : undefined,
    // Their place and the type of the numbers are not known.
    mobile_policy: app.mobilePolicy && {
      screen_lock: app.mobilePolicy.screenLock,
      pin_length: app.mobilePolicy.pinLength,
    },
    push_service_type: app.pushServices.length > 0 ? app.pushServices : undefined,
    ...customMembers({ ...access, user }, host, now),
  };
}
