/**
 * One record for each flow: every way to a token, the pages on the way, and the use of one (model.md 1.2, 2.6 and 4.8). Policies,
 * the login history and the documents read it; it is here because they are below the code that runs the flows.
 */
import type { App, OrgSettings } from './model.ts';

interface FlowRecord {
  /** As docs/policies.md calls it. */
  readonly title: string;
  /** Its grant types, each with its LoginSubType (identity-and-resources.md 11); undefined where the login history has no word for it. */
  readonly grantTypes?: Readonly<Record<string, string | undefined>>;
  /** Whether the app is switched on for it; left out: every app is. */
  readonly isOffered?: (app: App) => boolean;
  /** Whether Setup > OAuth and OpenID Connect Settings allows it; left out: no setting forbids it. */
  readonly isAllowed?: (settings: OrgSettings) => boolean;
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
  'device-page': { title: 'device flow, Allow Access page' },
  headless: { title: 'code and credentials flow, authorize' },
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
} satisfies Record<string, FlowRecord>;

export type Flow = keyof typeof RECORDS;

export const flows: Readonly<Record<Flow, FlowRecord>> = RECORDS;

const SUB_TYPES = new Map(Object.values(flows).flatMap(({ grantTypes }) => Object.entries(grantTypes ?? {})));

/** The LoginSubType of a log-in by this grant type, if the login history has one. */
export function loginSubTypeOf(grantType: string): string | undefined {
  return SUB_TYPES.get(grantType);
}
