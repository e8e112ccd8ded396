/** An app as the files of a Salesforce DX project, as a retrieve would write them: elements by the alphabet, no secret (model.md 1, 2). */
import type { App, RefreshTokenPolicy } from '../../org/model.ts';
import { isStandardScope, SCOPES, type Scope } from '../../org/scopes.ts';
import { xmlText } from '../../wire/xml.ts';

export interface MetadataFile {
  /** Below the package folder. */
  readonly path: string;
  readonly text: string;
}

export function metadataOf(app: App, labels: Labels): readonly MetadataFile[] {
  return app.kind === 'connectedApp' ? [connectedApp(app, labels)] : externalClientApp(app);
}

/** Files name permission sets by their labels. */
export interface Labels {
  permissionSet(name: string): string;
}

type Content = string | number | boolean | Members | undefined | readonly (string | Members)[];
interface Members {
  readonly [name: string]: Content;
}

function file(path: string, root: string, members: Members): MetadataFile {
  const body = element(root, members, '', ' xmlns="http://soap.sforce.com/2006/04/metadata"');
  return { path, text: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` };
}

function element(name: string, content: Content, indent: string, attributes = ''): string {
  if (content === undefined) return '';
  if (Array.isArray(content)) return content.map((one) => element(name, one, indent)).join('');
  if (typeof content !== 'object') return `${indent}<${name}>${xmlText(content as string)}</${name}>\n`;
  const inner = Object.entries(content as Members)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([member, value]) => element(member, value, `${indent}    `))
    .join('');
  return `${indent}<${name}${attributes}>\n${inner}${indent}</${name}>\n`;
}

function connectedApp(app: App, labels: Labels): MetadataFile {
  return file(`connectedApps/${app.name}.connectedApp-meta.xml`, 'ConnectedApp', {
    ...aboutApp(app),
    attributes: Object.entries(app.attributes).map(([key, formula]) => ({ formula, key })),
    ipRanges: app.ipRanges.map(({ start, end }) => ({ end, start })),
    mobileStartUrl: app.mobileStartUrl,
    oauthConfig: oauthConfig(app),
    oauthPolicy: {
      ipRelaxation: app.ipRelaxation,
      isTokenExchangeFlowEnabled: app.isTokenExchangeEnabled || undefined,
      refreshTokenPolicy: policyText(app.refreshTokenPolicy),
      singleLogoutUrl: app.singleLogoutUrl,
    },
    permissionSetName: app.permissionSets.map((name) => labels.permissionSet(name)),
    profileName: app.profiles,
    samlConfig: samlConfig(app),
    sessionPolicy: sessionPolicy(app),
    startUrl: app.startUrl,
  });
}

function aboutApp(app: App): Members {
  const { contactEmail, contactPhone, description, iconUrl, infoUrl, label, logoUrl } = app;
  return { contactEmail, contactPhone, description, iconUrl, infoUrl, label, logoUrl };
}

/** What both kinds call the same. */
function common(app: App): Members {
  return {
    callbackUrl: app.callbackUrls.join('\n'),
    certificate: app.certificate,
    consumerKey: app.consumerKey,
    isConsumerSecretOptional: app.isConsumerSecretOptional,
    isIntrospectAllTokens: app.isIntrospectAllTokens,
    isNamedUserJwtEnabled: app.isNamedUserJwtEnabled,
    isPkceRequired: app.isPkceRequired,
    isRefreshTokenRotationEnabled: app.isRefreshTokenRotationEnabled,
    isSecretRequiredForRefreshToken: app.isSecretRequiredForRefreshToken,
    isSecretRequiredForTokenExchange: app.isSecretRequiredForTokenExchange,
    isTokenExchangeEnabled: app.isTokenExchangeEnabled,
  };
}

function oauthConfig(app: App): Members {
  const { idToken, assetToken } = app;
  return {
    ...common(app),
    assetTokenConfig: assetToken && {
      assetAudiences: assetToken.audiences.join(' '),
      assetIncludeAttributes: assetToken.includeAttributes,
      assetIncludeCustomPerms: assetToken.includeCustomPermissions,
      assetValidityPeriod: assetToken.validity,
    },
    idTokenConfig: {
      idTokenAudience: idToken.audiences.join(' ') || undefined,
      idTokenIncludeAttributes: idToken.includeAttributes,
      idTokenIncludeCustomPerms: idToken.includeCustomPermissions,
      idTokenIncludeStandardClaims: idToken.includeStandardClaims,
      idTokenValidity: idToken.validity,
    },
    isAdminApproved: app.isAdminApproved,
    isClientCredentialEnabled: app.isClientCredentialEnabled,
    isCodeCredentialEnabled: app.isCodeCredentialEnabled,
    isCodeCredentialPostOnly: app.isCodeCredentialPostOnly,
    oauthClientCredentialUser: app.clientCredentialUser,
    scopes: app.scopes.map(metadataScope),
    singleLogoutUrl: app.singleLogoutUrl,
  };
}

function metadataScope(scope: Scope): string {
  return isStandardScope(scope) ? SCOPES[scope].metadata[0] : scope;
}

function samlConfig({ saml }: App): Members | undefined {
  return (
    saml && {
      acsUrl: saml.acsUrl,
      certificate: saml.certificate,
      encryptionCertificate: saml.encryptionCertificate,
      encryptionType: saml.encryptionCertificate && saml.encryptionType,
      entityUrl: saml.entityUrl,
      issuer: saml.issuer,
      samlIdpSLOBindingEnum: saml.sloBinding,
      samlNameIdFormat: saml.nameIdFormat,
      samlSigningAlgoType: saml.signingAlgoType,
      samlSloUrl: saml.sloUrl,
      samlSubjectCustomAttr: saml.subjectCustomAttr,
      samlSubjectType: saml.subjectType,
    }
  );
}

function sessionPolicy({ sessionPolicy }: App): Members | undefined {
  const { policyAction, sessionLevel, sessionTimeout } = sessionPolicy;
  const isSaid = [policyAction, sessionLevel, sessionTimeout].some((value) => value !== undefined);
  return isSaid ? { policyAction, sessionLevel, sessionTimeout } : undefined;
}

const HOUR = 3_600_000;

/** @returns the count and the unit, in the largest unit that has no rest; undefined for a policy without a period */
export function periodOf(
  policy: RefreshTokenPolicy,
): { count: number; unit: 'HOURS' | 'DAYS' | 'MONTHS' } | undefined {
  if (!('period' in policy)) return undefined;
  const hours = policy.period / HOUR;
  if (hours % (24 * 30) === 0) return { count: hours / (24 * 30), unit: 'MONTHS' };
  return hours % 24 === 0 ? { count: hours / 24, unit: 'DAYS' } : { count: hours, unit: 'HOURS' };
}

function policyText(policy: RefreshTokenPolicy): string {
  const period = periodOf(policy);
  return period ? `${policy.kind}:${period.count}:${period.unit}` : policy.kind;
}

const POLICY_TYPES = {
  infinite: 'Infinite',
  zero: 'Zero',
  specific_lifetime: 'SpecificLifetime',
  specific_inactivity: 'SpecificInactivity',
} as const;

const RELAXATIONS = {
  ENFORCE: 'Enforce',
  ENFORCE_RELAXREFRESH: 'Enforce_RelaxRefresh',
  BYPASS_2FACTOR: 'Bypass_2factor',
  BYPASS: 'Bypass',
} as const;

const UNITS = { HOURS: 'Hours', DAYS: 'Days', MONTHS: 'Months' } as const;

/** An External Client App is several files, each of which names it. */
function externalClientApp(app: App): readonly MetadataFile[] {
  const { name, idToken, assetToken } = app;
  const part = { externalClientApplication: name };
  const period = periodOf(app.refreshTokenPolicy);
  return [
    file(`externalClientApps/${name}.eca-meta.xml`, 'ExternalClientApplication', {
      ...aboutApp(app),
      distributionState: app.distributionState,
      isProtected: false,
    }),
    file(
      `extlClntAppGlobalOauthSets/${name}_glbloauth.ecaGlblOauth-meta.xml`,
      'ExtlClntAppGlobalOauthSettings',
      {
        ...common(app),
        ...part,
        idTokenConfig: {
          idTokenAudience: idToken.audiences.join(' ') || undefined,
          idTokenIncludeAttributes: idToken.includeAttributes,
          idTokenIncludeStandardClaims: idToken.includeStandardClaims,
          idTokenValidityInMinutes: idToken.validity,
        },
        isClientCredentialsFlowEnabled: app.isClientCredentialEnabled,
        isCodeCredFlowEnabled: app.isCodeCredentialEnabled,
        isCodeCredPostOnly: app.isCodeCredentialPostOnly,
        isDeviceFlowEnabled: app.isDeviceFlowEnabled,
        label: `${name}_glbloauth`,
      },
    ),
    file(`extlClntAppOauthSettings/${name}_oauth.ecaOauth-meta.xml`, 'ExtlClntAppOauthSettings', {
      ...part,
      areAttributesIncludedInAssetToken: assetToken?.includeAttributes,
      areCustomPermsIncludedInAssetToken: assetToken?.includeCustomPermissions,
      assetTokenAudiences: assetToken?.audiences.join(' '),
      assetTokenValidity: assetToken?.validity,
      commaSeparatedOauthScopes: app.scopes.map(metadataScope).join(', '),
      customAttributes: Object.entries(app.attributes).map(([key, formula]) => ({ formula, key })),
      label: `${name}_oauth`,
      singleLogoutUrl: app.singleLogoutUrl,
      trustedIpRanges: app.ipRanges.map(({ start, end }) => ({ endIpAddress: end, startIpAddress: start })),
    }),
    file(
      `extlClntAppOauthPolicies/${name}_oauthPlcy.ecaOauthPlcy-meta.xml`,
      'ExtlClntAppOauthConfigurablePolicies',
      {
        ...part,
        clientCredentialsFlowUser: app.clientCredentialUser,
        commaSeparatedPermissionSet: app.permissionSets.join(',') || undefined,
        commaSeparatedProfile: app.profiles.join(',') || undefined,
        ipRelaxationPolicyType: RELAXATIONS[app.ipRelaxation],
        isClientCredentialsFlowEnabled: app.isClientCredentialEnabled,
        isTokenExchangeFlowEnabled: app.isTokenExchangeEnabled,
        label: `${name}_oauthPlcy`,
        permittedUsersPolicyType: app.isAdminApproved ? 'AdminApprovedPreAuthorized' : 'AllSelfAuthorized',
        policyAction: app.sessionPolicy.policyAction,
        refreshTokenPolicyType: POLICY_TYPES[app.refreshTokenPolicy.kind],
        refreshTokenValidityPeriod: period?.count,
        refreshTokenValidityUnit: period && UNITS[period.unit],
        requiredSessionLevel: app.sessionPolicy.sessionLevel,
        sessionTimeoutInMinutes: app.sessionPolicy.sessionTimeout,
      },
    ),
    file(`extlClntAppPolicies/${name}_plcy.ecaPlcy-meta.xml`, 'ExtlClntAppConfigurablePolicies', {
      ...part,
      isEnabled: app.isEnabled,
      isOauthPluginEnabled: app.isOauthPluginEnabled,
      label: `${name}_plcy`,
    }),
  ];
}
