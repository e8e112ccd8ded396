/**
 * The login history (identity-and-resources.md 11, LoginHistory), read off the journal: it goes back as far as that does,
 * and forgets with it. A log-in of somebody whom no org knows is in nobody's history.
 */
import type { OrgDirectory } from '../org/directory.ts';
import { loginSubTypeOf } from '../org/flows.ts';
import { catalogue, type RefusalName } from '../refusals/catalogue.ts';
import { CHALLENGED, SUCCESS } from '../refusals/login-history.ts';
import type { LogInStatus, RefusalFacts } from '../refusals/refusal.ts';
import { type LogIn, soapLogInType } from '../refusals/trace.ts';
import type { JournalEntry } from './entry.ts';

/** One log-in, successful or not. */
export interface HistoricLogIn {
  /** The journal's id of the request. */
  readonly id: string;
  /** ISO instant. */
  readonly at: string;
  readonly orgId: string;
  readonly userId: string;
  readonly username: string;
  /** Consumer key; null on the log-in page, and where no app is named. */
  readonly clientId: string | null;
  /** The app's label; `Browser` on the log-in page. */
  readonly application: string | null;
  readonly loginType: LogIn['type'];
  readonly loginSubType: string | null;
  readonly sourceIp: string | null;
  /** Of HTTP. */
  readonly method: string;
  /** `SOAP Partner` or `SOAP Enterprise`, and the version called; null but for log-ins by SOAP. */
  readonly apiType: string | null;
  readonly apiVersion: string | null;
  /** `Success`, or what Salesforce says of the refusal. */
  readonly status: string;
  readonly refusal: RefusalName | null;
}

type Orgs = Pick<OrgDirectory, 'userByUsername' | 'app'>;

/** In the order of the entries. */
export function loginHistory(entries: readonly JournalEntry[], orgs: Orgs): HistoricLogIn[] {
  return entries.flatMap((entry) => logInOf(entry, orgs) ?? []);
}

/** The log-in that a request was; undefined for every other request. */
function logInOf(entry: JournalEntry, orgs: Orgs): HistoricLogIn | undefined {
  const outcome = outcomeOf(entry);
  // A password flow that is off is refused before its user is looked up.
  const found = outcome && orgs.userByUsername(entry.username ?? entry.request.username ?? '');
  if (!outcome || !found) return undefined;
  const { org, user } = found;
  const { type, subType, status } = outcome;
  const isPage = type === 'Application';
  const isSoap = entry.endpoint === 'soap';
  const app =
    org.apps.find(({ consumerKey }) => consumerKey === entry.clientId) ?? orgs.app(entry.clientId ?? '');
  return {
    id: entry.id,
    at: entry.at,
    orgId: org.id,
    userId: user.id,
    username: user.username,
    clientId: isPage ? null : entry.clientId,
    application: isPage ? 'Browser' : isSoap ? clientOf(entry) : (app?.label ?? null),
    loginType: type,
    loginSubType: subType ?? null,
    sourceIp: entry.ip ?? null,
    method: entry.method,
    ...apiOf(entry),
    status,
    refusal: entry.refusal?.name ?? null,
  };
}

const SOAP_PATH = /^\/services\/Soap\/([uc])\/(\d{1,3}\.0)/;

function apiOf({ path }: JournalEntry): Pick<HistoricLogIn, 'apiType' | 'apiVersion'> {
  const [, word, version = null] = SOAP_PATH.exec(path) ?? [];
  if (word === undefined) return { apiType: null, apiVersion: null };
  return { apiType: word === 'u' ? 'SOAP Partner' : 'SOAP Enterprise', apiVersion: version };
}

interface Outcome {
  readonly type: LogIn['type'];
  readonly subType: string | undefined;
  readonly status: string;
}

function outcomeOf(entry: JournalEntry): Outcome | undefined {
  const { refusal, logIn, grantType, endpoint } = entry;
  if (refusal) {
    const status = statusOf(refusal.name);
    // Codes are also sent to change passwords there, which is no log-in.
    if (!status || endpoint === 'headless') return undefined;
    const type = typeOf(entry, refusal.name);
    return { type, subType: subTypeOf(type, grantType), status: status.text };
  }
  if (!logIn) return undefined;
  const { type, subType = subTypeOf(type, grantType), isChallenged } = logIn;
  return { type, subType, status: isChallenged ? CHALLENGED : SUCCESS };
}

/** Which way in was closed. */
function typeOf(entry: JournalEntry, refusal: RefusalName): LogIn['type'] {
  if (entry.logIn) return entry.logIn.type;
  if (entry.endpoint === 'soap') return soapLogInType(entry.request.client ?? '');
  return refusal.startsWith('login.') ? 'Application' : 'Remote Access 2.0';
}

/** What a client calls itself in CallOptions. */
function clientOf({ request }: JournalEntry): string {
  return request.client ?? 'N/A';
}

/** Undefined for a refusal that is no log-in of a known user's; an older fauxforce may have known others by name. */
function statusOf(name: RefusalName): LogInStatus | undefined {
  return (catalogue as Partial<Record<RefusalName, RefusalFacts<unknown>>>)[name]?.loginHistory;
}

function subTypeOf(type: LogIn['type'], grantType: string | null): string | undefined {
  return type === 'Application' ? 'UsernamePasswordUiLogin' : loginSubTypeOf(grantType ?? '');
}
