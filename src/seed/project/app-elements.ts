/** Every element of an app's files, and what fauxforce does with it. Wire facts: model.md 1.1 to 1.5 and 2.2, 2.3. */
import type { Elements, Known } from './elements.ts';

const text: Known = {};
const texts: Known = { isList: true };
/** Elements whose text holds several values. */
const pieces: Known = { hasPieces: true };
const toldOnce = (isToldOnce: string): Known => ({ isToldOnce });
const ignored = (isIgnored: string): Known => ({ isIgnored });
const holding = (inner: Elements): Known => ({ inner });
const listOf = (inner: Elements): Known => ({ inner, isList: true });

const aside = toldOnce('no OAuth flow depends on it');
const ICON = toldOnce('the Allow Access page shows logoUrl');
const SAML_ONLY = toldOnce('SAML settings of apps are not used');

const attribute = listOf({ key: text, formula: text });

const APEX = ignored('Apex does not run here');
const SAML = ignored('SAML settings of apps are not used');
const CANVAS = ignored('canvas apps are not served');
const UNKNOWN_MEANING = ignored('what it does is not known');

/** Switches that both kinds of app call as a seed does. */
export const COMMON_FLAGS = [
  'isConsumerSecretOptional',
  'isIntrospectAllTokens',
  'isNamedUserJwtEnabled',
  'isPkceRequired',
  'isRefreshTokenRotationEnabled',
  'isSecretRequiredForRefreshToken',
  'isSecretRequiredForTokenExchange',
] as const;

/** The OAuth settings that both kinds of app have by the same names. */
const COMMON_SETTINGS: Elements = {
  ...Object.fromEntries(COMMON_FLAGS.map((flag) => [flag, text])),
  callbackUrl: pieces,
  certificate: text,
  consumerKey: text,
  consumerSecret: text,
  isTokenExchangeEnabled: text,
};

const OAUTH_CONFIG: Elements = {
  ...COMMON_SETTINGS,
  assetTokenConfig: holding({
    assetAudiences: pieces,
    assetIncludeAttributes: text,
    assetIncludeCustomPerms: text,
    assetSigningCertId: ignored('asset tokens are signed with a key of fauxforce'),
    assetValidityPeriod: text,
  }),
  idTokenConfig: holding({
    idTokenAudience: pieces,
    idTokenIncludeAttributes: text,
    idTokenIncludeCustomPerms: text,
    idTokenIncludeStandardClaims: text,
    idTokenValidity: text,
  }),
  isAdminApproved: text,
  isClientCredentialEnabled: text,
  isCodeCredentialEnabled: text,
  isCodeCredentialPostOnly: text,
  oauthClientCredentialUser: text,
  scopes: texts,
  singleLogoutUrl: text,
};

export const CONNECTED_APP: Elements = {
  attributes: attribute,
  canvas: CANVAS,
  canvasConfig: CANVAS,
  contactEmail: aside,
  contactPhone: aside,
  description: text,
  fullName: aside,
  iconUrl: ICON,
  infoUrl: aside,
  ipRanges: listOf({ start: text, end: text, description: aside }),
  label: text,
  logoUrl: text,
  mobileAppConfig: aside,
  mobileStartUrl: aside,
  oauthConfig: holding(OAUTH_CONFIG),
  oauthPolicy: holding({
    ipRelaxation: text,
    isTokenExchangeFlowEnabled: text,
    refreshTokenPolicy: text,
    singleLogoutUrl: text,
  }),
  permissionSetName: { ...texts, ...pieces },
  plugin: APEX,
  pluginExecutionUser: APEX,
  profileName: { ...texts, ...pieces },
  samlConfig: SAML,
  sessionPolicy: holding({ sessionLevel: text, policyAction: text, sessionTimeout: text }),
  startUrl: aside,
};

/** The elements that every part of an External Client App has. */
const PART: Elements = { externalClientApplication: text, label: aside, fullName: aside };

export const EXTERNAL_CLIENT_APP: Elements = {
  contactEmail: aside,
  contactPhone: aside,
  description: text,
  distributionState: text,
  fullName: aside,
  iconUrl: ICON,
  infoUrl: aside,
  isProtected: aside,
  label: text,
  logoUrl: text,
  managedType: aside,
  orgScopedExternalApp: aside,
};

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
  isEnforceRefreshTokenTTL: UNKNOWN_MEANING,
  shouldRotateConsumerKey: ignored('it acts when the app is deployed'),
  shouldRotateConsumerSecret: ignored('it acts when the app is deployed'),
};

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

const GUEST_TOKENS = ignored('tokens of guests live as long as those of users');

export const OAUTH_POLICY: Elements = {
  ...PART,
  apexHandler: APEX,
  clientCredentialsFlowUser: text,
  commaSeparatedCustomScopes: pieces,
  commaSeparatedPermissionSet: pieces,
  commaSeparatedProfile: pieces,
  customAttributes: attribute,
  executeHandlerAs: APEX,
  guestJwtSessionTimeoutType: GUEST_TOKENS,
  guestJwtTimeout: GUEST_TOKENS,
  ipRelaxationPolicyType: text,
  isClientCredentialsFlowEnabled: text,
  isGuestCodeCredFlowEnabled: text,
  isNamedUserJwtEnabled: ignored('that of ExtlClntAppGlobalOauthSettings counts'),
  isTokenExchangeFlowEnabled: text,
  namedUserJwtSessionTimeoutType: text,
  namedUserJwtTimeout: text,
  permittedUsersPolicyType: text,
  policyAction: text,
  refreshTokenPolicyType: text,
  refreshTokenValidityPeriod: text,
  refreshTokenValidityUnit: text,
  requiredSessionLevel: text,
  sessionTimeoutInMinutes: text,
  singleLogoutUrl: text,
  startUrl: aside,
};

export const APP_POLICY: Elements = {
  ...PART,
  isCanvasPluginEnabled: aside,
  isEnabled: text,
  isMobilePluginEnabled: aside,
  isNotificationPluginEnabled: aside,
  isOauthPluginEnabled: text,
  isPushPluginEnabled: aside,
  isSamlPluginEnabled: aside,
  startPage: aside,
  startUrl: aside,
};

/** Of the SAML policy, only the lists of profiles and permission sets matter: they are those of the whole app. */
export const SAML_POLICY: Elements = {
  ...PART,
  acsUrl: SAML_ONLY,
  certificate: SAML_ONLY,
  commaSeparatedPermissionSet: pieces,
  commaSeparatedProfile: pieces,
  customAttributes: { ...SAML_ONLY, isList: true },
  encryptionCertificate: SAML_ONLY,
  encryptionType: SAML_ONLY,
  entityUrl: SAML_ONLY,
  issuer: SAML_ONLY,
  nameIdFormat: SAML_ONLY,
  signingAlgorithmType: SAML_ONLY,
  singleLogoutBindingType: SAML_ONLY,
  singleLogoutUrl: SAML_ONLY,
  subjectType: SAML_ONLY,
  subjectCustomAttribute: SAML_ONLY,
};
