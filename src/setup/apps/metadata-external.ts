/** An External Client App as Metadata: several files, each of which names it (model.md 2). */
import type { App } from '../../org/model.ts';
import { periodOf } from '../../org/refresh-period.ts';
import { aboutApp, common, metadataScope } from './metadata-common.ts';
import { file, type Members, type MetadataFile } from './metadata-xml.ts';

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

/** Of JWT access tokens or of opaque ones, as the app issues the one or the other. */
function timeout({ isNamedUserJwtEnabled, sessionPolicy: { sessionTimeout } }: App): Members {
  if (sessionTimeout === undefined) return {};
  return isNamedUserJwtEnabled
    ? { namedUserJwtSessionTimeoutType: 'Custom', namedUserJwtTimeout: sessionTimeout }
    : { sessionTimeoutInMinutes: sessionTimeout };
}

export function externalClientApp(app: App): readonly MetadataFile[] {
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
        ...timeout(app),
        startUrl: app.startUrl,
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
