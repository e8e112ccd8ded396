/** What PostgreSQL and the network say when the server is at fault, and not the statement. */

/** The connection is gone, or leads to a server that takes nothing: another one may be tried. */
const LOST = /^(?:08|57P0|25006)/;
/** What a server that takes no writes says to one. */
export const READ_ONLY = '25006';
/** What a statement gets that has waited too long for a lock. */
export const HELD = '55P03';
/** No such table, or schema: somebody has dropped it. */
export const NO_TABLE = '42P01';
const DROPPED = /^(?:42P01|3F000)$/;
/** The role has lost a right. */
const REVOKED = '42501';
/** Disk, memory, connections, locks, time: the connection stays. */
const BUSY = /^(?:53|55P03|57014|58|40001|40P01|XX001|XX002)/;
const NETWORK =
  /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|ENOTFOUND|EAI_AGAIN|ENOENT)$/;
const CLIENT =
  /^(?:Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|timeout expired|The server does not support SSL)/;

/** `lost`: whether what was sent was done is not known. */
export function outageOf(error: unknown): 'lost' | 'busy' | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = codeOf(error);
  if (LOST.test(code) || NETWORK.test(code) || CLIENT.test(error.message)) return 'lost';
  return BUSY.test(code) || DROPPED.test(code) || code === REVOKED ? 'busy' : undefined;
}

/** Whether it is a statement's own, which was refused at once: others that it stood with may go on. */
export function isOfStatement(error: unknown): boolean {
  return codeOf(error) === REVOKED || DROPPED.test(codeOf(error));
}

/** The SQLSTATE or the network's word; empty where there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** @param database its name, as sentences have it */
export function sentenceOf(error: unknown, database: string): string {
  const code = codeOf(error);
  const said = error instanceof Error ? error.message : String(error);
  if (code === '53300') return `${database} has no connection left: let it take more, or run fewer replicas.`;
  if (code === '53100')
    return `${database} has no room, its disk is full: make room, and it goes on by itself.`;
  if (code === READ_ONLY) return `${database} is read only: fail over to a server that takes writes.`;
  if (code === HELD)
    return `${database} is held by another replica or session for too long: look into pg_stat_activity.`;
  if (DROPPED.test(code))
    return `${database} has lost the tables of its schema, or its role the right USAGE on it: grant it, or end all processes on it and start them again.`;
  if (code === REVOKED)
    return `${database} is used by a role that lacks a right (${said}): grant it, and it goes on by itself.`;
  if (code === '57014') return `${database} takes too long to answer: look into its load.`;
  return `${database} cannot be used (${said}): look after the server, and it goes on by itself.`;
}
