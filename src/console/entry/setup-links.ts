/**
 * From a place that a fix names (`Setup > App Manager > (app) > Edit > Callback URL`) to the page of Setup that has it, and the control
 * on it. Places that this Setup has not are no links: the sentence says what to do.
 */
import type { App } from '../../org/model.ts';
import * as paths from '../../setup/apps/paths.ts';
import { pageAt } from '../../setup/find-page.ts';
import { MAP } from '../../setup/map.ts';

export interface SetupLink {
  /** The place as the fix names it. */
  readonly name: string;
  /** Path, query and control. */
  readonly href: string;
}

const BEGIN = 'Setup > ';
const CONNECTED = 'Setup > App Manager > (app)';
const POLICIES = 'Setup > Manage Connected Apps > (app)';
/** As guides of single sign-on say it. */
const MANAGED = 'Setup > Apps > Connected Apps > (app) > Manage';
const EXTERNAL = 'Setup > External Client App Manager > (app)';

/** The button on the page of a Connected App (setup-pages.md 5). */
const MANAGE_CONSUMER =
  'appsetup:setupForm:details:oauthSettingsSection:manageConsumerKeySecretSection:manageConsumer';

/** Controls of the form of a Connected App, by their labels; each id is the name of a field of the seed. */
const EDIT_CONTROLS: Readonly<Record<string, string>> = {
  'Callback URL': 'callbackUrls',
  'Use digital signatures': 'certificateIsOn',
  'Selected OAuth Scopes': 'scopes',
  'Enable for Device Flow': 'isDeviceFlowEnabled',
  'Enable Client Credentials Flow': 'isClientCredentialEnabled',
  'Enable Authorization Code and Credentials Flow': 'isCodeCredentialEnabled',
  'Require user credentials in the POST body for Authorization Code and Credentials Flow':
    'isCodeCredentialPostOnly',
  'Enable Token Exchange Flow': 'isTokenExchangeEnabled',
  'Enable Refresh Token Rotation': 'isRefreshTokenRotationEnabled',
  'Issue JSON Web Token (JWT)-based access tokens for named users': 'isNamedUserJwtEnabled',
  'Introspect All Tokens': 'isIntrospectAllTokens',
  'Enable Asset Tokens': 'assetTokenIsOn',
  'Enable SAML': 'samlIsOn',
  'Enable SAML > Entity Id': 'saml.entityUrl',
  'Enable SAML > ACS URL': 'saml.acsUrl',
  'Enable SAML > Subject Type': 'saml.subjectType',
  'Enable SAML > Verify Request Signatures': 'samlVerifyIsOn',
  'Require Secret for Web Server Flow': 'isConsumerSecretOptional',
  'Require Proof Key for Code Exchange (PKCE) extension for Supported Authorization Flows': 'isPkceRequired',
};

/** Those of an External Client App, by the group that each is in. */
const EXTERNAL_CONTROLS: Readonly<Record<string, string>> = {
  'App Settings > Callback URL': 'callbackUrls',
  'App Settings > Selected OAuth Scopes': 'scopes',
  'App Settings > Introspect all Tokens': 'isIntrospectAllTokens',
  'Flow Enablement > Enable Client Credentials Flow': 'isClientCredentialEnabled',
  'Flow Enablement > Enable Authorization Code and Credentials Flow': 'isCodeCredentialEnabled',
  'Flow Enablement > Require user credentials in the POST body for Authorization Code and Credentials Flow':
    'isCodeCredentialPostOnly',
  'Flow Enablement > Enable Device Flow': 'isDeviceFlowEnabled',
  'Flow Enablement > Enable JWT Bearer Flow': 'certificateIsOn',
  'Flow Enablement > Enable Token Exchange Flow': 'isTokenExchangeEnabled',
  'Security > Require secret for Web Server Flow': 'isConsumerSecretOptional',
  'Security > Enable Refresh Token Rotation': 'isRefreshTokenRotationEnabled',
  'Security > Issue JSON Web Token (JWT)-based access tokens for named users': 'isNamedUserJwtEnabled',
  'Security > Require Proof Key for Code Exchange (PKCE) extension for Supported Authorization Flows':
    'isPkceRequired',
};

/** An app's page, by the app that was asked for. */
interface AppPlace {
  readonly name: string;
  readonly to: (app: App) => string;
}

/** The longest names first: the first that a fix begins with is meant. */
const APP_PLACES: readonly AppPlace[] = [
  ...Object.entries(EDIT_CONTROLS).map(([label, id]) => ({
    name: `${CONNECTED} > Edit > ${label}`,
    to: (app: App) => `${paths.developerPage(paths.EDIT, app)}#${id}`,
  })),
  {
    name: `${CONNECTED} > View > Manage Consumer Details`,
    to: (app: App) => `${paths.detailOf(app)}#${MANAGE_CONSUMER}`,
  },
  {
    name: `${CONNECTED} > Initial Access Token for Dynamic Client Registration`,
    to: (app: App) => paths.detailOf(app),
  },
  { name: `${POLICIES} > Edit Policies > IP Relaxation`, to: policyControl('ipRelaxation') },
  {
    name: `${POLICIES} > Edit Policies > Client Credentials Flow > Run As`,
    to: policyControl('clientCredentialUser'),
  },
  {
    name: `${MANAGED} > Manage Profiles or Manage Permission Sets`,
    to: (app: App) => `${paths.policiesOf(app)}/profiles`,
  },
  { name: MANAGED, to: paths.policiesOf },
  { name: `${POLICIES} > Edit Policies`, to: paths.editPoliciesOf },
  {
    name: `${POLICIES} > Manage Profiles or Manage Permission Sets`,
    to: (app: App) => `${paths.policiesOf(app)}/profiles`,
  },
  ...Object.entries(EXTERNAL_CONTROLS).map(([label, id]) => ({
    name: `${EXTERNAL} > Settings > OAuth Settings > ${label}`,
    to: (app: App) => `${paths.externalPage(app, '/edit')}#${id}`,
  })),
  { name: `${EXTERNAL} > Policies > OAuth Policies > IP Relaxation`, to: externalPolicy('#ipRelaxation') },
  {
    name: `${EXTERNAL} > Policies > OAuth Flows and External Client App Enhancements > Run As (Username)`,
    to: externalPolicy('#clientCredentialUser'),
  },
  { name: `${EXTERNAL} > Policies`, to: externalPolicy('') },
  { name: EXTERNAL, to: (app: App) => paths.externalPage(app) },
].sort((a, b) => b.name.length - a.name.length);

function externalPolicy(control: string): (app: App) => string {
  return (app) => paths.externalPage(app, '/policies/edit') + control;
}

function policyControl(id: string): (app: App) => string {
  return (app) => `${paths.editPoliciesOf(app)}#${id}`;
}

/**
 * The places of a fix that this Setup has, each once.
 *
 * @param app that was asked for, if it is known
 */
export function setupLinks(fix: string, app: App | undefined): SetupLink[] {
  const links = new Map<string, SetupLink>();
  for (let at = fix.indexOf(BEGIN); at >= 0; at = fix.indexOf(BEGIN, at + 1)) {
    const link = linkAt(fix.slice(at), app);
    if (link) links.set(link.href, link);
  }
  return [...links.values()];
}

function linkAt(text: string, app: App | undefined): SetupLink | undefined {
  const place = APP_PLACES.find(({ name }) => text.startsWith(name));
  if (place && app && isOfKind(place, app)) {
    const href = place.to(app);
    if (pageAt(href.split(/[?#]/)[0] ?? '')) return { name: place.name, href };
  }
  return pageOfTree(text.slice(BEGIN.length));
}

/** Each kind of app has pages of its own. */
function isOfKind({ name }: AppPlace, { kind }: App): boolean {
  return name.startsWith(EXTERNAL) === (kind === 'externalClientApp');
}

/** A page by its label in the tree: `Session Settings > Timeout Value`. */
function pageOfTree(text: string): SetupLink | undefined {
  const found = MAP.filter(({ tree }) => tree && namesOf(tree).some((name) => text.startsWith(name))).sort(
    (a, b) => lastOf(b.tree).length - lastOf(a.tree).length,
  )[0];
  return found && { name: BEGIN + lastOf(found.tree), href: found.paths[0] };
}

/** Its label alone, and with the folder that it is in. */
function namesOf(tree: readonly string[]): string[] {
  return [lastOf(tree), tree.slice(-2).join(' > ')];
}

function lastOf(tree: readonly string[] | undefined): string {
  return tree?.at(-1) ?? '';
}
