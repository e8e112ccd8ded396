/** Where Setup keeps what a fix names; for most of it that depends on the kind of app (setup-pages.md 4, 5, 7, 10). */
import type { ByAppKind } from './refusal.ts';

const CONNECTED = 'Setup > App Manager > (app)';
const EXTERNAL = 'Setup > External Client App Manager > (app)';

/** A control of the form that makes and edits an app. @param group of it in the settings of an External Client App */
function setting(control: string, group: string, external = control): ByAppKind {
  return {
    connectedApp: `${CONNECTED} > Edit > ${control}`,
    externalClientApp: `${EXTERNAL} > Settings > OAuth Settings > ${group} > ${external}`,
  };
}

const PKCE = 'Require Proof Key for Code Exchange (PKCE) extension for Supported Authorization Flows';
const JWT_TOKENS = 'Issue JSON Web Token (JWT)-based access tokens for named users';

export const SCOPES = setting('Selected OAuth Scopes', 'App Settings');
export const CALLBACKS = setting('Callback URL', 'App Settings');
export const INTROSPECT_ALL = setting('Introspect All Tokens', 'App Settings', 'Introspect all Tokens');
export const CERTIFICATE = setting('Use digital signatures', 'Flow Enablement', 'Enable JWT Bearer Flow');
export const DEVICE_FLOW = setting('Enable for Device Flow', 'Flow Enablement', 'Enable Device Flow');
export const CODE_CREDENTIALS = setting('Enable Authorization Code and Credentials Flow', 'Flow Enablement');
export const TOKEN_EXCHANGE = setting('Enable Token Exchange Flow', 'Flow Enablement');
export const CREDENTIALS_IN_BODY = setting(
  'Require user credentials in the POST body for Authorization Code and Credentials Flow',
  'Flow Enablement',
);
export const REQUIRE_PKCE = setting(PKCE, 'Security');
export const ROTATION = setting('Enable Refresh Token Rotation', 'Security');
export const REQUIRE_SECRET = setting(
  'Require Secret for Web Server Flow',
  'Security',
  'Require secret for Web Server Flow',
);
export const TOKEN_FORMAT = setting(JWT_TOKENS, 'Security');
export const ASSET_TOKENS = setting('Enable Asset Tokens', 'App Settings');

/** The guest flow is a policy of External Client Apps (setup-pages.md 10.4); a Connected App has it beside the flow of users. */
export const GUESTS: ByAppKind = {
  connectedApp: `${CODE_CREDENTIALS.connectedApp}, for guests too, and ${JWT_TOKENS} beside it`,
  externalClientApp: `${EXTERNAL} > Policies > OAuth Flows and External Client App Enhancements > guest code flow, and ${TOKEN_FORMAT.externalClientApp}`,
};

/** Client credentials must be on in the policies of an External Client App too: the setting most commonly missed. */
export const CLIENT_CREDENTIALS: ByAppKind = {
  connectedApp: `${CONNECTED} > Edit > Enable Client Credentials Flow`,
  externalClientApp: `${EXTERNAL} > Settings > OAuth Settings > Flow Enablement > Enable Client Credentials Flow, and the same under Policies > OAuth Flows and External Client App Enhancements`,
};

export const RUN_AS: ByAppKind = {
  connectedApp: 'Setup > Manage Connected Apps > (app) > Edit Policies > Client Credentials Flow > Run As',
  externalClientApp: `${EXTERNAL} > Policies > OAuth Flows and External Client App Enhancements > Run As (Username)`,
};

export const KEY_AND_SECRET: ByAppKind = {
  connectedApp: `${CONNECTED} > View > Manage Consumer Details`,
  externalClientApp: `${EXTERNAL} > Settings > OAuth Settings > Consumer Key and Secret`,
};

/** Permitted users, refresh token policy, IP relaxation and session level. */
export const APP_POLICIES: ByAppKind = {
  connectedApp: 'Setup > Manage Connected Apps > (app) > Edit Policies',
  externalClientApp: `${EXTERNAL} > Policies > OAuth Policies`,
};

/** Those who are pre-authorized. */
export const PRE_AUTHORIZED: ByAppKind = {
  connectedApp: 'Setup > Manage Connected Apps > (app) > Manage Profiles or Manage Permission Sets',
  externalClientApp: `${EXTERNAL} > Policies > App Policies > Select Profiles or Select Permission Sets`,
};

/** An External Client App cannot be blocked in Setup; it is disabled instead (setup-pages.md 10.5). */
export const BLOCKED: ByAppKind = {
  connectedApp: 'Setup > Connected Apps OAuth Usage > Unblock',
  externalClientApp: `${EXTERNAL} > Policies > App Status > Enabled`,
};

/** A fix for each kind of app, one sentence around the place. */
export function inSetup(place: ByAppKind, sentence: (place: string) => string): ByAppKind {
  return {
    connectedApp: sentence(place.connectedApp),
    externalClientApp: sentence(place.externalClientApp),
  };
}
