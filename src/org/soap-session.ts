/** What stands for an app where a session has none: who logs in by SOAP names no app (identity-and-resources.md 9). */
import type { App, Org } from './model.ts';

/** Instead of the consumer key of an app. */
export const NO_APP = '';

const sessions = new WeakMap<Org, App>();

/**
 * What policies ask about a session of the SOAP API: a Connected App that nobody installed. Under API Access Control the API refuses
 * it after a log-in that succeeded (observed: RoseSilverSoftware/IlluminatedCloud#1980).
 */
export function appOfSoapSession(org: Org): App {
  const known = sessions.get(org) ?? { ...SOAP_SESSION, orgId: org.id };
  sessions.set(org, known);
  return known;
}

const SOAP_SESSION: Omit<App, 'orgId'> = {
  kind: 'connectedApp',
  id: '',
  name: 'SOAP_API',
  label: 'SOAP API',
  description: undefined,
  logoUrl: undefined,
  contactEmail: undefined,
  contactPhone: undefined,
  iconUrl: undefined,
  infoUrl: undefined,
  startUrl: undefined,
  mobileStartUrl: undefined,
  consumerKey: NO_APP,
  consumerSecret: '',
  stagedConsumer: undefined,
  callbackUrls: [],
  scopes: ['full'],
  certificate: undefined,
  isAdminApproved: false,
  profiles: [],
  permissionSets: [],
  initialAccessToken: undefined,
  singleLogoutUrl: undefined,
  parentConsumerKey: undefined,
  isPkceRequired: false,
  isConsumerSecretOptional: false,
  isSecretRequiredForRefreshToken: true,
  isRefreshTokenRotationEnabled: false,
  isClientCredentialEnabled: false,
  clientCredentialUser: undefined,
  isDeviceFlowEnabled: false,
  isNamedUserJwtEnabled: false,
  isIntrospectAllTokens: false,
  isTokenExchangeEnabled: false,
  isSecretRequiredForTokenExchange: true,
  isCodeCredentialEnabled: false,
  isCodeCredentialPostOnly: false,
  isGuestCodeCredFlowEnabled: false,
  refreshTokenPolicy: { kind: 'zero' },
  ipRelaxation: 'ENFORCE',
  ipRanges: [],
  sessionPolicy: { sessionTimeout: undefined, sessionLevel: undefined, policyAction: undefined },
  idToken: {
    validity: 2,
    audiences: [],
    includeStandardClaims: false,
    includeAttributes: false,
    includeCustomPermissions: false,
  },
  assetToken: undefined,
  saml: undefined,
  mobilePolicy: undefined,
  pushServices: [],
  attributes: {},
  state: 'uninstalled',
  isEnabled: true,
  isOauthPluginEnabled: true,
  createdAt: 0,
  propagationDelay: 0,
  earlier: undefined,
  distributionState: 'Local',
};
