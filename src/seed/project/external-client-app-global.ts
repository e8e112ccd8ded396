/** The global OAuth settings of an External Client App (model.md 2.2): every element, and the fields of the seed that are read from it. */
import { COMMON_FLAGS, COMMON_SETTINGS, holding, ignored, PART, pieces, text } from './app-elements.ts';
import { audiences, callbackUrls, certificate, mapping } from './app-fields.ts';
import type { Elements } from './elements.ts';
import { flagField, numberField, textField } from './fields.ts';
import type { Report } from './report.ts';
import type { Element } from './xml.ts';

export const GLOBAL_OAUTH_SETTINGS: Elements = {
  ...PART,
  ...COMMON_SETTINGS,
  idTokenConfig: holding({
    idTokenAudience: pieces,
    idTokenIncludeAttributes: text,
    idTokenIncludeStandardClaims: text,
    idTokenValidityInMinutes: text,
  }),
  isClientCredentialsFlowEnabled: text,
  isCodeCredFlowEnabled: text,
  isCodeCredPostOnly: text,
  isDPopEnabled: ignored('DPoP proofs are ignored'),
  isDeviceFlowEnabled: text,
  isEnforceRefreshTokenTTL: ignored('what it does is not known'),
  shouldRotateConsumerKey: ignored('it acts when the app is deployed'),
  shouldRotateConsumerSecret: ignored('it acts when the app is deployed'),
};

const GLOBAL_FLAGS = ['isDeviceFlowEnabled', ...COMMON_FLAGS] as const;

export function fromGlobal(global: Element | undefined, report: Report) {
  const idToken = global?.child('idTokenConfig');
  return {
    consumerKey: textField(global?.child('consumerKey')),
    consumerSecret: textField(global?.child('consumerSecret')),
    callbackUrls: callbackUrls(global?.child('callbackUrl'), report),
    certificate: certificate(global?.child('certificate'), report),
    ...Object.fromEntries(GLOBAL_FLAGS.map((flag) => [flag, flagField(global?.child(flag))])),
    isCodeCredentialEnabled: flagField(global?.child('isCodeCredFlowEnabled')),
    isCodeCredentialPostOnly: flagField(global?.child('isCodeCredPostOnly')),
    idToken: mapping(
      {
        validity: numberField(idToken?.child('idTokenValidityInMinutes')),
        audiences: audiences(idToken?.child('idTokenAudience')),
        includeStandardClaims: flagField(idToken?.child('idTokenIncludeStandardClaims')),
        includeAttributes: flagField(idToken?.child('idTokenIncludeAttributes')),
      },
      idToken,
    ),
  };
}
