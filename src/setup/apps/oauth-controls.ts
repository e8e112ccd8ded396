/** The controls of `API (Enable OAuth Settings)`: labels, defaults and order are Salesforce's (setup-pages.md 4.2). */
import { isDeepStrictEqual } from 'node:util';
import type { Fields } from '../../seed/records.ts';
import { certificateFile, isThere } from '../forms/certificate.ts';
import { type Control, listAt } from '../forms/control.ts';
import { check, gate, lines, text } from '../forms/controls.ts';
import { picker } from '../forms/lists.ts';
import type { Visit } from '../visit.ts';
import { OLDER_LABELS, SYNONYM_OPTIONS, scopeOptions } from './scope-options.ts';

export const PKCE = 'Require Proof Key for Code Exchange (PKCE) Extension for Supported Authorization Flows';

export const CREDENTIALS_WARNING =
  'The client credentials flow lets the app in as the user that its policies name under Run As, and asks nobody else. The flow works once a user is named there.';

/** Where the device flow's browser ends, which Setup offers as callback. */
export function successUrl({ host }: Pick<Visit, 'host'>): string {
  return `${host.origin}/services/oauth2/success`;
}

export const callbacks: Control = lines('callbackUrls', 'Callback URL', {
  isRequired: true,
  help: 'One in each line, compared exactly; https, a scheme of the app’s own, or http://localhost.',
});

export const scopes: Control = picker('scopes', 'Selected OAuth Scopes', {
  availableLabel: 'Available OAuth Scopes',
  options: scopeOptions,
  others: SYNONYM_OPTIONS,
  isRequired: true,
  alsoCalled: OLDER_LABELS,
});

const ID_TOKEN = {
  validity: 2,
  audiences: [],
  includeStandardClaims: false,
  includeAttributes: false,
  includeCustomPermissions: false,
};

/** The same settings for both kinds of app. */
export const idToken: Control = gate('idTokenIsOn', 'Configure ID Token', {
  isOn: ({ idToken }) => idToken !== undefined && !isDeepStrictEqual(idToken, ID_TOKEN),
  write: (write, isOn) => !isOn && write('idToken', null),
  inner: [
    text('idToken.validity', 'Token Valid for', {
      type: 'number',
      unit: 'minutes',
      initial: '2',
      help: '1 to 720.',
    }),
    lines('idToken.audiences', 'ID Token Audiences', { help: 'One in each line.' }),
    check('idToken.includeStandardClaims', 'Include Standard Claims'),
    check('idToken.includeAttributes', 'Include Custom Attributes'),
    check('idToken.includeCustomPermissions', 'Include Custom Permissions'),
  ],
});

const assetTokens: Control = gate('assetTokenIsOn', 'Enable Asset Tokens', {
  isOn: (fields) => isThere(fields, 'assetToken'),
  write: (write, isOn) => !isOn && write('assetToken', null),
  covers: ['assetToken'],
  inner: [
    text('assetToken.validity', 'Token Valid for', {
      type: 'number',
      unit: 'seconds',
      initial: '60',
      empty: 60,
    }),
    lines('assetToken.audiences', 'Asset Token Audiences', { isRequired: true, help: 'One in each line.' }),
    check('assetToken.includeAttributes', 'Include Custom Attributes'),
    check('assetToken.includeCustomPermissions', 'Include Custom Permissions'),
  ],
});

export const singleLogout: Control = gate('singleLogoutIsOn', 'Enable Single Logout', {
  isOn: (fields) => isThere(fields, 'singleLogoutUrl'),
  write: (write, isOn) => !isOn && write('singleLogoutUrl', null),
  inner: [text('singleLogoutUrl', 'Single Logout URL', { isRequired: true, empty: '' })],
});

/** @param label of the box that the certificate is for, which differs between the kinds of app */
export function signatures(label: string, fileLabel: string): Control {
  return gate('certificateIsOn', label, {
    isOn: (fields) => isThere(fields, 'certificate'),
    write: (write, isOn) => !isOn && write('certificate', null),
    inner: [certificateFile('certificate', fileLabel)],
  });
}

/** What the box unfolds. */
const OAUTH: readonly Control[] = [
  check('isDeviceFlowEnabled', 'Enable for Device Flow', { fills: successUrl }),
  callbacks,
  signatures('Use digital signatures', 'Digital Certificate'),
  scopes,
  check('isPkceRequired', PKCE),
  check('isConsumerSecretOptional', 'Require Secret for Web Server Flow', { isNegated: true }),
  check('isSecretRequiredForRefreshToken', 'Require Secret for Refresh Token Flow'),
  check('isClientCredentialEnabled', 'Enable Client Credentials Flow', { warning: CREDENTIALS_WARNING }),
  check('isCodeCredentialEnabled', 'Enable Authorization Code and Credentials Flow', {}, [
    check(
      'isCodeCredentialPostOnly',
      'Require user credentials in the POST body for Authorization Code and Credentials Flow',
    ),
  ]),
  check('isTokenExchangeEnabled', 'Enable Token Exchange Flow', {}, [
    check('isSecretRequiredForTokenExchange', 'Require Secret for Token Exchange Flow'),
  ]),
  check('isRefreshTokenRotationEnabled', 'Enable Refresh Token Rotation'),
  check('isNamedUserJwtEnabled', 'Issue JSON Web Token (JWT)-based access tokens for named users'),
  check('isIntrospectAllTokens', 'Introspect All Tokens'),
  idToken,
  assetTokens,
  singleLogout,
];

const FLOWS = [
  'isDeviceFlowEnabled',
  'isClientCredentialEnabled',
  'isCodeCredentialEnabled',
  'isTokenExchangeEnabled',
] as const;

/** Without OAuth settings an app has no callback, no scope and no flow. */
export function oauthGate(name: string, label: string, inner: readonly Control[]): Control {
  return gate(name, label, {
    isOn: hasOAuth,
    write(write, isOn) {
      write('oauth', isOn || null);
      if (isOn) return;
      write('callbackUrls', []);
      write('scopes', []);
      write('certificate', null);
      for (const flow of FLOWS) write(flow, false);
    },
    inner,
  });
}

/** `oauth` is no field of a seed: it keeps a box ticked under which nothing stands yet, and is not saved. */
function hasOAuth(fields: Fields): boolean {
  return (
    listAt(fields, 'callbackUrls').length > 0 || listAt(fields, 'scopes').length > 0 || fields.oauth === true
  );
}

export function withoutOurs({ oauth: _, ...fields }: Fields): Fields {
  return fields;
}

export const oauthSettings: Control = oauthGate('oauth', 'Enable OAuth Settings', OAUTH);
