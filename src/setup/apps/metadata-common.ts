/** What the Metadata of both kinds of app calls the same. */
import type { App } from '../../org/model.ts';
import { isStandardScope, SCOPES, type Scope } from '../../org/scopes.ts';
import type { Members } from './metadata-xml.ts';

export function aboutApp(app: App): Members {
  const { contactEmail, contactPhone, description, iconUrl, infoUrl, label, logoUrl } = app;
  return { contactEmail, contactPhone, description, iconUrl, infoUrl, label, logoUrl };
}

/** What both kinds call the same. */
export function common(app: App): Members {
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

export function metadataScope(scope: Scope): string {
  return isStandardScope(scope) ? SCOPES[scope].metadata[0] : scope;
}
