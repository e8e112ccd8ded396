/** The `userInfo` of a log-in, which is the answer of getUserInfo() too: members in the order of the WSDL (identity-and-resources.md 9.2). */
import type { Org, User } from '../org/model.ts';
import { profileOf } from '../org/session.ts';
import { USER_TYPE } from '../org/user-fields.ts';
import { displayName } from '../tokens/user-facts.ts';
import { elements, type XmlElement } from './xml.ts';

/** Bytes of an attachment. */
const ATTACHMENT_LIMIT = 26_214_400;

/**
 * @param version of the API: older ones know fewer members (soap-data.md 6)
 * @param secondsValid how long the session lives without use
 */
export function userInfo(org: Org, user: User, version: number, secondsValid: number): XmlElement[] {
  return elements({
    accessibilityMode: false,
    chatterExternal: version < 40 ? undefined : false,
    currencySymbol: '$',
    orgAttachmentFileSizeLimit: ATTACHMENT_LIMIT,
    orgDefaultCurrencyIsoCode: 'USD',
    orgDefaultCurrencyLocale: version < 39 ? undefined : 'en_US',
    orgDisallowHtmlAttachments: false,
    orgHasPersonAccounts: false,
    organizationId: org.id,
    organizationMultiCurrency: false,
    organizationName: org.name,
    profileId: profileOf({ org, user })?.id ?? null,
    roleId: null,
    sessionSecondsValid: secondsValid,
    userDefaultCurrencyIsoCode: null,
    userEmail: user.email,
    userFullName: displayName(user),
    userId: user.id,
    userLanguage: user.language,
    userLocale: user.locale,
    userName: user.username,
    userTimeZone: user.timezone,
    userType: USER_TYPE[user.userType],
    userUiSkin: 'Theme3',
  });
}
