/**
 * The Identity Provider Event Log (setup-pages.md A.4), read off the journal: it goes back as far as that does, and forgets with it. OAuth
 * log-ins are in it too. Which of its codes a refusal of OAuth has is recalled, where its text does not say it.
 */
import type { OrgDirectory } from '../org/directory.ts';
import type { App, Org } from '../org/model.ts';
import type { RefusalName } from '../refusals/catalogue.ts';
import { IDP_EVENTS, type IdpEventCode } from '../refusals/idp-events.ts';
import type { IdpLogIn } from '../refusals/trace.ts';
import type { JournalEntry } from './entry.ts';

export interface IdpEvent {
  /** The journal's id of the request. */
  readonly id: string;
  /** ISO instant. */
  readonly at: string;
  readonly orgId: string;
  readonly userId: string | null;
  readonly username: string | null;
  /** The subject of the assertion. */
  readonly identityUsed: string | null;
  /** Undefined: no app is known. */
  readonly app: App | undefined;
  readonly samlEntityUrl: string | null;
  readonly initiatedBy: IdpLogIn['initiatedBy'];
  readonly code: IdpEventCode;
  readonly isSaml: boolean;
  readonly hasLogoutUrl: boolean;
  readonly refusal: RefusalName | null;
}

type Orgs = Pick<OrgDirectory, 'org' | 'userByUsername'>;

/** In the order of the entries. */
export function idpEvents(entries: readonly JournalEntry[], orgs: Orgs): IdpEvent[] {
  return entries.flatMap((entry) => {
    const happened = entry.idp ? ofSaml(entry, entry.idp) : ofOAuth(entry);
    const org = happened && orgs.org(entry.org ?? '');
    return org ? [eventOf(entry, org, happened, orgs)] : [];
  });
}

type Happened = Pick<IdpEvent, 'initiatedBy' | 'code'>;

function eventOf(entry: JournalEntry, org: Org, happened: Happened, orgs: Orgs): IdpEvent {
  const found = orgs.userByUsername(entry.username ?? '');
  const isSaml = happened.initiatedBy === 'IdP' || happened.initiatedBy === 'SP';
  return {
    id: entry.id,
    at: entry.at,
    orgId: org.id,
    userId: found?.user.id ?? null,
    username: found?.user.username ?? null,
    identityUsed: entry.idp?.identityUsed ?? null,
    app: org.apps.find(({ consumerKey }) => consumerKey === entry.clientId),
    samlEntityUrl: entry.idp?.entityUrl || null,
    ...happened,
    isSaml,
    hasLogoutUrl: entry.idp?.hasLogoutUrl ?? false,
    refusal: entry.refusal?.name ?? null,
  };
}

/** A refusal that is none of the identity provider's is a fault of the server. */
function ofSaml({ refusal }: JournalEntry, { initiatedBy, event }: IdpLogIn): Happened | undefined {
  if (!refusal) return event && { initiatedBy, code: event };
  if (refusal.name === 'idp.passive') return undefined;
  return { initiatedBy, code: isCode(refusal.error) ? refusal.error : 'InternalError' };
}

function isCode(error: string): error is IdpEventCode {
  return Object.hasOwn(IDP_EVENTS, error);
}

function ofOAuth({ refusal, endpoint, logIn, path }: JournalEntry): Happened | undefined {
  const isToken = endpoint === 'token';
  const isAuthorize = endpoint === 'authorize' || path.startsWith('/setup/secur/RemoteAccess');
  if (!isToken && !isAuthorize) return undefined;
  const initiatedBy = isToken ? 'OauthTokenExchange' : 'OauthAuthorize';
  if (refusal) return { initiatedBy, code: codeOf(refusal) };
  return logIn?.type === 'Remote Access 2.0' ? { initiatedBy, code: 'Success' } : undefined;
}

/** By the beginning of a refusal's name, or all of it; the first that fits. */
const CODES: readonly (readonly [RegExp, IdpEventCode])[] = [
  [/\.(?:app-)?blocked$/, 'AppBlocked'],
  [/\.session-level$/, 'InvalidSessionLevel'],
  [
    /\.(?:(?:app-)?disabled|(?:external-)?app-not-installed|not-installed|not-admin-approved|api-access-control|not-allow-listed|cross-org|api-only-user)$/,
    'AppAccessDenied',
  ],
  [/^code\.(?:expired|spent)$/, 'CodeExpired'],
  [/^code\./, 'InvalidCode'],
  [/^client\./, 'InvalidClientCredentials'],
  [
    /^password\.(?:unknown-user|wrong|locked-user|security-token|verification-code)$/,
    'InvalidUserCredentials',
  ],
  [/^device\.(?:unknown|code|user-code)/, 'InvalidDeviceId'],
];

function codeOf({ name, error }: NonNullable<JournalEntry['refusal']>): IdpEventCode {
  const [, code] = CODES.find(([names]) => names.test(name)) ?? [];
  if (code !== undefined) return code;
  if (error === 'invalid_scope') return 'InvalidScope';
  return error === 'invalid_grant' ? 'ClientUnapproved' : 'OauthError';
}
