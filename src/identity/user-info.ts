/** `/services/oauth2/userinfo`: the members in their fixed order (identity-and-resources.md 3.1). */

import { type Host, identityUrl } from '../org/hosts.ts';
import type { Access } from '../tokens/access.ts';
import { customMembers } from '../tokens/custom-members.ts';
import {
  addressClaims,
  displayName,
  isIntegrationUser,
  photosOf,
  profileUrl,
  standardUtcOffset,
} from '../tokens/user-facts.ts';
import { clientUrls } from './client-urls.ts';

/**
 * @param now milliseconds since the epoch
 * @returns undefined members are not written
 */
export function userInfo(access: Access, host: Host, now: number): Record<string, unknown> {
  const { org, user, app } = access;
  const photos = photosOf(host, org);
  return {
    sub: identityUrl(host, org, user.id),
    user_id: user.id,
    organization_id: org.id,
    preferred_username: user.username,
    nickname: user.nickname,
    name: displayName(user),
    email: user.email,
    email_verified: true,
    given_name: user.firstName,
    family_name: user.lastName,
    zoneinfo: user.timezone,
    photos,
    profile: profileUrl(host, org, user),
    picture: photos.picture,
    phone_number: user.phone,
    phone_number_verified: user.phone === undefined ? undefined : true,
    address: addressClaims(user.address),
    is_salesforce_integration_user: isIntegrationUser(user),
    urls: clientUrls(host, org, user),
    active: user.isActive,
    user_type: user.userType,
    language: user.language,
    locale: user.locale,
    utcOffset: standardUtcOffset(user.timezone, now),
    updated_at: user.lastModified,
    is_app_installed: app.state === 'installed' ? true : undefined,
    ...customMembers(access, host, now),
  };
}
