/** An app as the files of a Salesforce DX project, without its secret (model.md 1, 2). */
import type { App, Org } from '../../org/model.ts';
import { refreshPolicyWord } from '../../org/refresh-period.ts';
import { aboutApp, common, metadataScope } from './metadata-common.ts';
import { externalClientApp } from './metadata-external.ts';
import { file, type Members, type MetadataFile } from './metadata-xml.ts';
import { permissionSetLabel } from './policy-words.ts';

export function metadataOf(org: Org, app: App): readonly MetadataFile[] {
  return app.kind === 'connectedApp' ? [connectedApp(org, app)] : externalClientApp(app);
}

function connectedApp(org: Org, app: App): MetadataFile {
  return file(`connectedApps/${app.name}.connectedApp-meta.xml`, 'ConnectedApp', {
    ...aboutApp(app),
    attributes: Object.entries(app.attributes).map(([key, formula]) => ({ formula, key })),
    ipRanges: app.ipRanges.map(({ start, end }) => ({ end, start })),
    mobileStartUrl: app.mobileStartUrl,
    oauthConfig: oauthConfig(app),
    oauthPolicy: {
      ipRelaxation: app.ipRelaxation,
      isTokenExchangeFlowEnabled: app.isTokenExchangeEnabled || undefined,
      refreshTokenPolicy: refreshPolicyWord(app.refreshTokenPolicy),
      singleLogoutUrl: app.singleLogoutUrl,
    },
    permissionSetName: app.permissionSets.map((name) => permissionSetLabel(org, name)),
    profileName: app.profiles,
    samlConfig: samlConfig(app),
    sessionPolicy: sessionPolicy(app),
    startUrl: app.startUrl,
  });
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
