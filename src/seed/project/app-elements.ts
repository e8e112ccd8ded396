/** What the tables of elements beside the readers of apps are made of, and what both kinds of app have by the same names. Wire facts: model.md 1 and 2. */
import type { Elements, Known } from './elements.ts';

export const text: Known = {};
export const texts: Known = { isList: true };
/** Elements whose text holds several values. */
export const pieces: Known = { hasPieces: true };
export const toldOnce = (isToldOnce: string): Known => ({ isToldOnce });
export const ignored = (isIgnored: string): Known => ({ isIgnored });
export const holding = (inner: Elements): Known => ({ inner });
export const listOf = (inner: Elements): Known => ({ inner, isList: true });

export const aside = toldOnce('no OAuth flow depends on it');
export const attribute = listOf({ key: text, formula: text });

export const APEX = ignored('Apex does not run here');

/** Switches that both kinds of app call as a seed does. */
export const COMMON_FLAGS = [
  'isConsumerSecretOptional',
  'isIntrospectAllTokens',
  'isNamedUserJwtEnabled',
  'isPkceRequired',
  'isRefreshTokenRotationEnabled',
  'isSecretRequiredForRefreshToken',
  'isSecretRequiredForTokenExchange',
] as const;

/** The OAuth settings that both kinds of app have by the same names. */
export const COMMON_SETTINGS: Elements = {
  ...Object.fromEntries(COMMON_FLAGS.map((flag) => [flag, text])),
  callbackUrl: pieces,
  certificate: text,
  consumerKey: text,
  consumerSecret: text,
  isTokenExchangeEnabled: text,
};

/** The elements that every part of an External Client App has. */
export const PART: Elements = { externalClientApplication: text, label: aside, fullName: aside };
