/** Log-ins as tables show them (setup-pages.md 13). */
import { type HistoricLogIn, loginHistory } from '../../journal/login-history.ts';
import type { User } from '../../org/model.ts';
import type { Block } from '../frame/blocks.ts';
import type { Visit } from '../visit.ts';

/** On a user's own page. */
const MOST_OF_ONE = 20;

export const LOG_IN_COLUMNS = [
  'Username',
  'Login Time',
  'Source IP',
  'Login Type',
  'Status',
  'Application',
  'API Type',
  'API Version',
  'HTTP Method',
] as const;

/** Of this org, newest first, as far back as the journal goes. */
export function logInsOf({ world, org }: Visit, user?: User): HistoricLogIn[] {
  return loginHistory(world.journal.entries(), world.orgs).filter(
    ({ orgId, userId }) => orgId === org.id && (user === undefined || userId === user.id),
  );
}

export function logInRow(logIn: HistoricLogIn): string[] {
  const { username, at, sourceIp, loginType, status, application, apiType, apiVersion, method } = logIn;
  const time = at.slice(0, 19).replace('T', ' ');
  return [
    username,
    time,
    sourceIp ?? '',
    loginType,
    status,
    application ?? 'N/A',
    apiType ?? 'N/A',
    apiVersion ?? 'N/A',
    method,
  ];
}

export function logInsOfUser(visit: Visit, user: User): Block {
  return {
    kind: 'table',
    caption: 'Login History',
    columns: LOG_IN_COLUMNS,
    rows: logInsOf(visit, user).slice(0, MOST_OF_ONE).map(logInRow),
    empty: 'No log-ins.',
  };
}
