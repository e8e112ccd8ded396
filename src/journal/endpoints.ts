/** The words for endpoints, by which the journal is filtered and failures are armed. */
import { shown } from './shown.ts';

/** The endpoints at which a failure can be armed: what `where.endpoint` accepts. */
export const ENDPOINT_WORDS = [
  'authorize',
  'pages',
  'headless',
  'token',
  'introspect',
  'revoke',
  'register',
  'singleaccess',
  'lightningoutsingleaccess',
  'secur',
  'idp',
  'userinfo',
  'identity',
  'rest',
  'soap',
  'echo',
  'keys',
  'openid-configuration',
] as const;

export type EndpointWord = (typeof ENDPOINT_WORDS)[number];

/** Every word that {@link endpointOf} has for a route. The last seven name no place for a failure. */
export const JOURNAL_WORDS: readonly string[] = [
  ...ENDPOINT_WORDS,
  '_ui',
  'auth-configuration',
  'oauth-authorization-server',
  'oauth-protected-resource',
  's',
  'samlidp.xml',
  'success',
];

const PAGES = new Set([
  '',
  'setup',
  'lightning',
  'ui',
  'app',
  'domainname',
  'identity',
  'favicon.ico',
  'saml',
  '_nc_external',
]);

/** The ids of records that Setup has pages for; each is the first part of a path. */
export const SETUP_RECORD = '^(?:005|00e|05G|0PS|0P1|0SO|0Ya|0H4)[A-Za-z0-9]{0,15}$';
const IS_SETUP_RECORD = new RegExp(SETUP_RECORD);

/** `token` for /services/oauth2/token, `rest` for /services/data/…: the word that filters and armed failures use. */
export function endpointOf(path: string): string {
  const segments = path.split('/').filter(Boolean);
  if (segments[0] === 'services') {
    if (segments[1] === 'auth' && segments[3] === 'saml2') return 'idp';
    if (segments[1] === 'auth') return segments[2] === 'headless' ? 'headless' : 'pages';
    if (segments[1] === 'Soap') return 'soap';
    if (segments[1] !== 'oauth2') return 'rest';
    return segments[2] === 'id' ? 'keys' : shown(segments[2] ?? 'oauth2');
  }
  if (segments[0] === '.well-known' && segments[1] === 'samlidp') return 'samlidp.xml';
  if (segments[0] === '.well-known') return shown(segments[1] ?? '.well-known');
  if (segments[0] === 'id') return segments[1] === 'keys' ? 'keys' : 'identity';
  const [first = ''] = segments;
  if (PAGES.has(first) || IS_SETUP_RECORD.test(first)) return 'pages';
  return shown(first);
}
