/** The map of the pages of what an org demands of everybody. */
import type { Entry } from '../entry.ts';
import { EDIT_ORG, MANAGE_USERS, VIEW } from '../needs.ts';
import * as paths from './paths.ts';

const IDENTITY = ['Settings', 'Identity'] as const;
const SECURITY = ['Settings', 'Security'] as const;

const histories = () => import('./histories.ts');
const signOn = () => import('./single-sign-on.ts');
const scopes = () => import('./custom-scopes.ts');

export const SECURITY_PAGES: readonly Entry[] = [
  {
    paths: [paths.OAUTH_SETTINGS],
    nodes: ['OauthOidcSettings'],
    tree: [...IDENTITY, 'OAuth and OpenID Connect Settings'],
    words: 'username-password user-agent pkce flows',
    needs: EDIT_ORG,
    load: async () => (await import('./oauth-settings.ts')).oauthSettings,
  },
  {
    paths: [paths.CUSTOM_SCOPES],
    nodes: ['OauthCustomScope'],
    tree: [...IDENTITY, 'OAuth Custom Scopes'],
    needs: VIEW,
    load: async () => (await scopes()).customScopes,
  },
  {
    paths: [`${paths.CUSTOM_SCOPES}/e`],
    needs: EDIT_ORG,
    load: async () => (await scopes()).editCustomScope,
  },
  {
    paths: [paths.IDENTITY_PROVIDER],
    nodes: ['IdpPage'],
    tree: [...IDENTITY, 'Identity Provider'],
    words: 'saml',
    needs: VIEW,
    load: async () => (await import('./identity-provider.ts')).identityProvider,
  },
  {
    paths: [paths.SINGLE_SIGN_ON],
    nodes: ['SingleSignOn'],
    tree: [...IDENTITY, 'Single Sign-On Settings'],
    words: 'saml',
    needs: VIEW,
    load: async () => (await signOn()).singleSignOn,
  },
  {
    paths: [paths.EDIT_SINGLE_SIGN_ON],
    needs: EDIT_ORG,
    load: async () => (await signOn()).editSingleSignOn,
  },
  {
    paths: [paths.LOG_IN_HISTORY],
    nodes: ['OrgLoginHistory'],
    tree: [...IDENTITY, 'Login History'],
    needs: MANAGE_USERS,
    load: async () => (await histories()).logInHistory,
  },
  {
    paths: [paths.VERIFICATION_HISTORY],
    nodes: ['VerificationHistory'],
    tree: [...IDENTITY, 'Identity Verification History'],
    needs: MANAGE_USERS,
    load: async () => (await histories()).verificationHistory,
  },
  {
    paths: [paths.SESSION_SETTINGS],
    nodes: ['SecuritySession'],
    tree: [...SECURITY, 'Session Settings'],
    words: 'timeout',
    needs: EDIT_ORG,
    load: async () => (await import('./session-settings.ts')).sessionSettings,
  },
  {
    paths: [paths.SESSION_MANAGEMENT],
    nodes: ['SessionManagementPage'],
    tree: [...SECURITY, 'Session Management'],
    needs: MANAGE_USERS,
    load: async () => (await import('./session-management.ts')).sessionManagement,
  },
  {
    paths: [paths.NETWORK_ACCESS],
    nodes: ['NetworkAccess'],
    tree: [...SECURITY, 'Network Access'],
    words: 'trusted ip ranges',
    needs: VIEW,
    load: async () => (await import('./network-access.ts')).networkAccess,
  },
  {
    paths: [paths.NEW_RANGE],
    needs: EDIT_ORG,
    load: async () => (await import('./network-access.ts')).newRange,
  },
  {
    paths: [paths.CERTIFICATES],
    nodes: ['CertificatesAndKeysManagement'],
    tree: [...SECURITY, 'Certificate and Key Management'],
    needs: VIEW,
    load: async () => (await signOn()).certificates,
  },
];
