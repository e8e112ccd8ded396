/** The OAuth settings of an External Client App (model.md 2.2): every element, and the fields of the seed that are read from it. */
import { aside, attribute, ignored, listOf, PART, pieces, text } from './app-elements.ts';
import { attributes, audiences, ipRanges, mapping, recordNames, scopes } from './app-fields.ts';
import type { Elements } from './elements.ts';
import { flagField, listField, numberField, piecesOf, textField } from './fields.ts';
import { itemsOf } from './located.ts';
import type { Report } from './report.ts';
import type { Element } from './xml.ts';

export const OAUTH_SETTINGS: Elements = {
  ...PART,
  areAttributesIncludedInAssetToken: text,
  areCustomPermsIncludedInAssetToken: text,
  assetTokenAudiences: pieces,
  assetTokenSigningCertificate: ignored('asset tokens are signed with a key of fauxforce'),
  assetTokenValidity: text,
  clientAssertionCertificate: ignored('the headless flow of first-party apps is not there'),
  commaSeparatedCustomScopes: pieces,
  commaSeparatedOauthScopes: pieces,
  customAttributes: attribute,
  isFirstPartyAppEnabled: ignored('the headless flow of first-party apps is not there'),
  oauthLink: aside,
  singleLogoutUrl: text,
  trustedIpRanges: listOf({ startIpAddress: text, endIpAddress: text, description: aside }),
};

export function fromSettings(settings: Element | undefined, policy: Element | undefined, report: Report) {
  const listed = settings?.child('commaSeparatedOauthScopes');
  const customScopes =
    policy?.child('commaSeparatedCustomScopes') ?? settings?.child('commaSeparatedCustomScopes');
  return {
    scopes: listField(
      [
        ...itemsOf(scopes(piecesOf(listed, /,/), listed, report)),
        ...itemsOf(recordNames(piecesOf(customScopes, /,/), customScopes, report)),
      ],
      listed ?? customScopes,
    ),
    ipRanges: ipRanges(settings?.all('trustedIpRanges') ?? [], ['startIpAddress', 'endIpAddress']),
    singleLogoutUrl: textField(policy?.child('singleLogoutUrl') ?? settings?.child('singleLogoutUrl')),
    // If a key is repeated, the policy's value counts, so it comes last (model.md 6.4).
    attributes: attributes(
      [...(settings?.all('customAttributes') ?? []), ...(policy?.all('customAttributes') ?? [])],
      report,
    ),
    assetToken: mapping(
      {
        audiences: audiences(settings?.child('assetTokenAudiences')),
        validity: numberField(settings?.child('assetTokenValidity')),
        includeAttributes: flagField(settings?.child('areAttributesIncludedInAssetToken')),
        includeCustomPermissions: flagField(settings?.child('areCustomPermsIncludedInAssetToken')),
      },
      settings,
    ),
  };
}
