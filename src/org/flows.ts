/**
 * One record for each flow: every way to a token, the pages on the way, and the use of one (model.md 1.2, 2.6 and 4.8). Policies,
 * the login history and the documents read it; it is here because they are below the code that runs the flows. Below them what
 * people call a flow, from the first page to the token, is made of them.
 */
import type { App, Org, OrgSettings } from './model.ts';

interface FlowRecord {
  /** As docs/policies.md calls it. */
  readonly title: string;
  /** Its grant types, each with its LoginSubType (identity-and-resources.md 11); undefined where the login history has no word for it. */
  readonly grantTypes?: Readonly<Record<string, string | undefined>>;
  /** Whether the app is switched on for it; left out: every app is. */
  readonly isOffered?: (app: App) => boolean;
  /** Whether Setup > OAuth and OpenID Connect Settings allows it; left out: no setting forbids it. */
  readonly isAllowed?: (settings: OrgSettings) => boolean;
  /** Whether no permission and no earlier approval makes up for an app that is not installed (model.md 4.5). */
  readonly needsInstalledApp?: true;
}

const ofConnectedApps = ({ kind }: App) => kind === 'connectedApp';

const RECORDS = {
  'log-in': { title: 'log-in page' },
  'web-server': { title: 'web server flow, authorize' },
  'user-agent': {
    title: 'user-agent flow, authorize',
    isOffered: ofConnectedApps,
    isAllowed: ({ allowUserAgentFlow }) => allowUserAgentFlow,
  },
  'device-page': { title: 'device flow, Allow Access page', needsInstalledApp: true },
  saml: { title: 'SAML log-in to an app' },
  headless: {
    title: 'code and credentials flow, authorize',
    isOffered: ({ isCodeCredentialEnabled }) => isCodeCredentialEnabled,
    isAllowed: ({ allowCodeAndCredentialsFlow }) => allowCodeAndCredentialsFlow,
  },
  'authorization-code': {
    title: 'code exchange',
    grantTypes: { authorization_code: 'OauthWebServer', hybrid_auth_code: 'OauthHybridWebServer' },
  },
  refresh: {
    title: 'refresh token',
    grantTypes: { refresh_token: 'OauthRefreshToken', hybrid_refresh: 'OauthHybridRefreshToken' },
  },
  'client-credentials': {
    title: 'client credentials',
    grantTypes: { client_credentials: 'OauthClientCredentials' },
    isOffered: ({ isClientCredentialEnabled }) => isClientCredentialEnabled,
  },
  bearer: {
    title: 'JWT and SAML bearer',
    grantTypes: {
      'urn:ietf:params:oauth:grant-type:jwt-bearer': undefined,
      'urn:ietf:params:oauth:grant-type:saml2-bearer': undefined,
    },
  },
  password: {
    title: 'username-password',
    grantTypes: { password: 'OauthUsernamePassword' },
    isOffered: ofConnectedApps,
    isAllowed: ({ allowUsernamePasswordFlow }) => allowUsernamePasswordFlow,
  },
  device: {
    title: 'device flow, poll',
    grantTypes: { device: undefined },
    isOffered: ({ isDeviceFlowEnabled }) => isDeviceFlowEnabled,
    needsInstalledApp: true,
  },
  'token-exchange': {
    title: 'token exchange',
    grantTypes: {
      'urn:ietf:params:oauth:grant-type:token-exchange': 'OauthTokenExchange',
      'urn:ietf:params:oauth:grant-type:hybrid-token-exchange': 'OauthHybridTokenExchange',
    },
    isOffered: ({ isTokenExchangeEnabled }) => isTokenExchangeEnabled,
  },
  sso: { title: 'SAML assertion (web single sign-on)', grantTypes: { assertion: undefined } },
  rest: { title: 'an existing token' },
  'soap-log-in': { title: 'SOAP log-in', isAllowed: ({ allowSoapLogin }) => allowSoapLogin },
  soap: { title: 'an existing token at SOAP' },
} satisfies Record<string, FlowRecord>;

export type Flow = keyof typeof RECORDS;

export const flows: Readonly<Record<Flow, FlowRecord>> = RECORDS;

/** Whether the app is switched on for a flow. */
export function isOffered(flow: Flow, app: App): boolean {
  return flows[flow].isOffered?.(app) ?? true;
}

/** Whether the org's settings allow a flow. */
export function isAllowed(flow: Flow, settings: OrgSettings): boolean {
  return flows[flow].isAllowed?.(settings) ?? true;
}

const SUB_TYPES = new Map(Object.values(flows).flatMap(({ grantTypes }) => Object.entries(grantTypes ?? {})));

/** The LoginSubType of a log-in by this grant type, if the login history has one. */
export function loginSubTypeOf(grantType: string): string | undefined {
  return SUB_TYPES.get(grantType);
}

/** A flow as people call it. */
export type AppFlow =
  | 'web server'
  | 'user-agent'
  | 'device'
  | 'client credentials'
  | 'JWT bearer'
  | 'SAML bearer'
  | 'username-password'
  | 'token exchange'
  | 'code and credentials'
  | 'asset token'
  | 'SAML';

interface AppFlowRecord {
  /** What of the table of policies is asked on its way. */
  readonly asks: readonly Flow[];
  /** What an app must have beside. */
  readonly has: (app: App, org: Org) => boolean;
}

/** What an app must be switched on for comes before what most apps are for. */
export const appFlows: Readonly<Record<AppFlow, AppFlowRecord>> = {
  'client credentials': { asks: ['client-credentials'], has: () => true },
  'JWT bearer': { asks: ['bearer'], has: hasCertificate },
  'SAML bearer': { asks: ['bearer'], has: hasCertificate },
  device: { asks: ['log-in', 'device-page', 'device'], has: () => true },
  'token exchange': { asks: ['token-exchange'], has: hasHandler },
  'code and credentials': { asks: ['headless'], has: takesCredentials },
  // It shares the endpoint of token exchange; its users must meet the policies of bearer assertions.
  'asset token': { asks: ['bearer'], has: ({ assetToken }) => assetToken !== undefined },
  SAML: { asks: ['log-in', 'saml'], has: ({ saml }) => saml !== undefined },
  'web server': { asks: ['log-in', 'web-server', 'authorization-code'], has: hasCallback },
  'user-agent': { asks: ['log-in', 'user-agent'], has: hasCallback },
  'username-password': { asks: ['password'], has: ({ consumerSecret }) => consumerSecret !== '' },
};

function hasCallback({ callbackUrls }: App): boolean {
  return callbackUrls.length > 0;
}

function hasCertificate({ certificate }: App): boolean {
  return certificate !== undefined;
}

function hasHandler({ name }: App, { tokenExchangeHandlers }: Org): boolean {
  return tokenExchangeHandlers.some(({ apps, isEnabled }) => isEnabled && apps.includes(name));
}

/** Its column of the policies leaves this to the site that was called. */
function takesCredentials(app: App, { settings }: Org): boolean {
  return isOffered('headless', app) && isAllowed('headless', settings);
}
