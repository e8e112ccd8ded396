/** Where the pages are of what an org demands of everybody. Lightning has some without a Classic path that is known. */
export const OAUTH_SETTINGS = '/setup/lightning/OauthOidcSettings';
export const CUSTOM_SCOPES = '/setup/lightning/OauthCustomScope';
export const SESSION_SETTINGS = '/_ui/system/security/SessionSettings';
export const SESSION_MANAGEMENT = '/setup/secur/session/SessionManagementPage.apexp';
export const NETWORK_ACCESS = '/05G';
export const NEW_RANGE = '/05G/e';
export const LOG_IN_HISTORY = '/0Ya';
export const VERIFICATION_HISTORY = '/setup/secur/VerificationHistory.apexp';
export const IDENTITY_PROVIDER = '/setup/secur/idp/IdpPage.apexp';
export const SINGLE_SIGN_ON = '/_ui/identity/saml/SingleSignOnSettingsUi/d';
export const EDIT_SINGLE_SIGN_ON = '/_ui/identity/saml/SingleSignOnSettingsUi/e';
export const CERTIFICATES = '/0P1';
