/** ConnectedApp files -> apps of a seed. Every element is in a table, with what is done with it; elements and their defaults: wire facts, model.md 1 and 6.4. */

import {
  APEX,
  aside,
  attribute,
  COMMON_FLAGS,
  COMMON_SETTINGS,
  holding,
  ignored,
  listOf,
  pieces,
  text,
  texts,
} from './app-elements.ts';
import {
  attributes,
  audiences,
  basicInformation,
  bothSwitches,
  callbackUrls,
  certificate,
  ipRanges,
  mapping,
  recordNames,
  scopes,
  startUrl,
  tellOfPermittedUsers,
  tellOfSessionLevel,
} from './app-fields.ts';
import { type Elements, usable } from './elements.ts';
import { flagField, isOn, numberField, textField, textList } from './fields.ts';
import { type Located, located } from './located.ts';
import type { Report } from './report.ts';
import { SAML_CONFIG, samlConfig } from './saml.ts';
import type { Element } from './xml.ts';

const CANVAS = ignored('canvas apps are not served');

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

const CONNECTED_APP: Elements = {
  attributes: attribute,
  canvas: CANVAS,
  canvasConfig: CANVAS,
  contactEmail: text,
  contactPhone: text,
  description: text,
  fullName: aside,
  iconUrl: text,
  infoUrl: text,
  ipRanges: listOf({ start: text, end: text, description: aside }),
  label: text,
  logoUrl: text,
  mobileAppConfig: aside,
  mobileStartUrl: text,
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
  samlConfig: holding(SAML_CONFIG),
  sessionPolicy: holding({ sessionLevel: text, policyAction: text, sessionTimeout: text }),
  startUrl: text,
};

/** Elements of oauthConfig that have the same name in a seed. */
const FLAGS = [
  'isAdminApproved',
  'isClientCredentialEnabled',
  'isCodeCredentialEnabled',
  'isCodeCredentialPostOnly',
  ...COMMON_FLAGS,
] as const;

/** @returns undefined when the app is neither an OAuth client nor a SAML service provider */
export function readConnectedApp(file: Element, name: string, report: Report): Located | undefined {
  const isServiceProvider = file.child('samlConfig') !== undefined;
  if (!file.child('oauthConfig')) {
    report.skip(file.place, `Connected App '${name}' has no oauthConfig: it is no OAuth client`);
    if (!isServiceProvider) return undefined;
  }
  const root = usable(file, CONNECTED_APP, report);
  const config = root.child('oauthConfig') ?? root;
  const policy = root.child('oauthPolicy');
  const profileNames = root.all('profileName');
  const permissionSetNames = root.all('permissionSetName');
  const permitted = {
    profiles: recordNames(textList(profileNames), profileNames[0], report),
    permissionSets: recordNames(textList(permissionSetNames), permissionSetNames[0], report),
  };
  const fields = {
    kind: located('connectedApp', root.at),
    name: located(name, root.at),
    label: textField(root.child('label')),
    ...basicInformation(root, report),
    startUrl: startUrl(root.child('startUrl'), report),
    mobileStartUrl: startUrl(root.child('mobileStartUrl'), report),
    consumerKey: textField(config.child('consumerKey')),
    consumerSecret: textField(config.child('consumerSecret')),
    callbackUrls: callbackUrls(config.child('callbackUrl'), report),
    scopes: scopes(textList(config.all('scopes')), config.child('scopes'), report),
    certificate: certificate(config.child('certificate'), report),
    ...Object.fromEntries(FLAGS.map((flag) => [flag, flagField(config.child(flag))])),
    // Only files retrieved with API 60 and later show the admin's switch.
    isTokenExchangeEnabled: bothSwitches(
      config.child('isTokenExchangeEnabled'),
      policy?.child('isTokenExchangeFlowEnabled'),
      report,
    ),
    clientCredentialUser: textField(config.child('oauthClientCredentialUser')),
    ...permitted,
    singleLogoutUrl: textField(policy?.child('singleLogoutUrl') ?? config.child('singleLogoutUrl')),
    refreshTokenPolicy: textField(policy?.child('refreshTokenPolicy')),
    ipRelaxation: textField(policy?.child('ipRelaxation')),
    ipRanges: ipRanges(root.all('ipRanges'), ['start', 'end']),
    sessionPolicy: sessionPolicy(root.child('sessionPolicy'), report),
    idToken: idToken(config.child('idTokenConfig')),
    assetToken: assetToken(config.child('assetTokenConfig')),
    saml: samlConfig(root.child('samlConfig'), report),
    attributes: attributes(root.all('attributes'), report),
  };
  if (root.child('oauthConfig')) tellOfPolicy(name, root, report);
  const isAdminApproved = config.child('isAdminApproved');
  tellOfPermittedUsers(
    {
      isAdminApproved: isOn(isAdminApproved, false),
      isServiceProvider,
      place: (isAdminApproved ?? root).place,
      lists: [permitted.profiles, permitted.permissionSets],
    },
    report,
  );
  return located(fields, root.at);
}

/**
 * Reports which elements of oauthPolicy are missing. Salesforce requires both; older and hand-written files lack them (model.md
 * 1.1).
 */
function tellOfPolicy(name: string, root: Element, report: Report): void {
  const policy = root.child('oauthPolicy');
  const missing = [
    ...(policy?.textOf('ipRelaxation') ? [] : ['IP relaxation ENFORCE']),
    ...(policy?.textOf('refreshTokenPolicy') ? [] : ['refresh tokens infinite']),
  ];
  if (missing.length === 0) return;
  const lacking = policy ? 'not all of oauthPolicy' : 'no oauthPolicy';
  report.default((policy ?? root).place, `Connected App '${name}' has ${lacking}: ${missing.join(', ')}`);
}

function sessionPolicy(policy: Element | undefined, report: Report): Located | undefined {
  tellOfSessionLevel(policy?.child('sessionLevel'), policy?.child('policyAction'), report);
  return mapping(
    {
      sessionTimeout: numberField(policy?.child('sessionTimeout')),
      sessionLevel: textField(policy?.child('sessionLevel')),
      policyAction: textField(policy?.child('policyAction')),
    },
    policy,
  );
}

function idToken(config: Element | undefined): Located | undefined {
  return mapping(
    {
      validity: numberField(config?.child('idTokenValidity')),
      audiences: audiences(config?.child('idTokenAudience')),
      includeStandardClaims: flagField(config?.child('idTokenIncludeStandardClaims')),
      includeAttributes: flagField(config?.child('idTokenIncludeAttributes')),
      includeCustomPermissions: flagField(config?.child('idTokenIncludeCustomPerms')),
    },
    config,
  );
}

function assetToken(config: Element | undefined): Located | undefined {
  return mapping(
    {
      audiences: audiences(config?.child('assetAudiences')),
      validity: numberField(config?.child('assetValidityPeriod')),
      includeAttributes: flagField(config?.child('assetIncludeAttributes')),
      includeCustomPermissions: flagField(config?.child('assetIncludeCustomPerms')),
    },
    config,
  );
}
