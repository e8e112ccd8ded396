/** ConnectedApp files -> apps of a seed. Elements and their defaults: wire facts, model.md 1 and 6.4. */
import {
  attributes,
  audiences,
  callbackUrls,
  certificate,
  ipRanges,
  mapping,
  realText,
  recordNames,
  scopes,
} from './app-fields.ts';
import { flagField, isOn, numberField, textField, textList } from './fields.ts';
import { type Placed, placed } from './placed.ts';
import type { Report } from './report.ts';
import type { Element } from './xml.ts';

/** Elements of oauthConfig that a seed calls the same. */
const FLAGS = [
  'isAdminApproved',
  'isClientCredentialEnabled',
  'isCodeCredentialEnabled',
  'isCodeCredentialPostOnly',
  'isConsumerSecretOptional',
  'isIntrospectAllTokens',
  'isNamedUserJwtEnabled',
  'isPkceRequired',
  'isRefreshTokenRotationEnabled',
  'isSecretRequiredForRefreshToken',
  'isSecretRequiredForTokenExchange',
] as const;

/** Elements that change what the real platform does and nothing here. */
const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  plugin: 'Apex does not run here',
  samlConfig: 'SAML settings of apps are not used',
  canvasConfig: 'canvas apps are not served',
};

/** @returns undefined for an app that is no OAuth client */
export function readConnectedApp(root: Element, name: string, report: Report): Placed | undefined {
  const config = root.child('oauthConfig');
  if (!config) {
    report.skip(root.place, `Connected App '${name}' has no oauthConfig: it is no OAuth client`);
    return undefined;
  }
  const policy = root.child('oauthPolicy');
  if (!policy)
    report.default(
      root.place,
      `Connected App '${name}' has no oauthPolicy: IP relaxation ENFORCE, refresh tokens infinite`,
    );
  for (const [element, reason] of Object.entries(WITHOUT_EFFECT)) {
    const found = root.child(element);
    if (found) report.skip(found.place, `${element} of Connected App '${name}' has no effect: ${reason}`);
  }
  const fields = {
    kind: placed('connectedApp', () => root.place),
    name: placed(name, () => root.place),
    label: textField(root.child('label')),
    consumerKey: realText(config.child('consumerKey'), report),
    consumerSecret: realText(config.child('consumerSecret'), report),
    callbackUrls: callbackUrls(config.child('callbackUrl'), report),
    scopes: scopes(textList(config.all('scopes')), config.child('scopes'), report),
    certificate: certificate(config.child('certificate'), report),
    ...Object.fromEntries(FLAGS.map((flag) => [flag, flagField(config.child(flag))])),
    isTokenExchangeEnabled: tokenExchange(config, policy, report),
    clientCredentialUser: realText(config.child('oauthClientCredentialUser'), report),
    profiles: recordNames(textList(root.all('profileName')), root.child('profileName'), report),
    permissionSets: recordNames(
      textList(root.all('permissionSetName')),
      root.child('permissionSetName'),
      report,
    ),
    singleLogoutUrl: realText(policy?.child('singleLogoutUrl') ?? config.child('singleLogoutUrl'), report),
    refreshTokenPolicy: textField(policy?.child('refreshTokenPolicy')),
    ipRelaxation: textField(policy?.child('ipRelaxation')),
    ipRanges: ipRanges(root.all('ipRanges'), ['start', 'end']),
    sessionPolicy: sessionPolicy(root.child('sessionPolicy')),
    idToken: idToken(config.child('idTokenConfig')),
    assetToken: assetToken(config.child('assetTokenConfig')),
    attributes: attributes(root.all('attributes')),
  };
  return placed(fields, () => root.place);
}

/** Two switches: the developer's and the admin's. Only files retrieved with API 60 and later show the second. */
function tokenExchange(config: Element, policy: Element | undefined, report: Report): Placed | undefined {
  const developer = config.child('isTokenExchangeEnabled');
  if (!developer || !isOn(developer, false)) return flagField(developer);
  const admin = policy?.child('isTokenExchangeFlowEnabled');
  if (!isOn(admin, false)) {
    report.default(
      (admin ?? developer).place,
      'token exchange is off: isTokenExchangeFlowEnabled in oauthPolicy is not true',
    );
  }
  return placed(isOn(admin, false), () => (admin ?? developer).place);
}

function sessionPolicy(policy: Element | undefined): Placed | undefined {
  return mapping(
    {
      sessionTimeout: numberField(policy?.child('sessionTimeout')),
      sessionLevel: textField(policy?.child('sessionLevel')),
      policyAction: textField(policy?.child('policyAction')),
    },
    policy,
  );
}

function idToken(config: Element | undefined): Placed | undefined {
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

function assetToken(config: Element | undefined): Placed | undefined {
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
