/** The operations of the partner and the enterprise API: a line for each. */
import type { SoapOperation } from '../operation.ts';
import { getDeleted, getUpdated } from './changes.ts';
import { describeGlobal } from './describe-global.ts';
import { describeSObject, describeSObjects } from './describe-sobject.ts';
import { getServerTimestamp } from './get-server-timestamp.ts';
import { getUserInfo } from './get-user-info.ts';
import { invalidateSessions } from './invalidate-sessions.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { query, queryAll, queryMore } from './query.ts';
import { resetPassword } from './reset-password.ts';
import { retrieve } from './retrieve.ts';
import { create, deletion, undeletion, update, upsert } from './save.ts';
import { search } from './search.ts';
import { setPassword } from './set-password.ts';
import { unsupportedOperations } from './unsupported.ts';

const SERVED: readonly SoapOperation[] = [
  login,
  logout,
  getUserInfo,
  getServerTimestamp,
  setPassword,
  resetPassword,
  invalidateSessions,
  describeGlobal,
  describeSObject,
  describeSObjects,
  query,
  queryAll,
  queryMore,
  retrieve,
  search,
  getUpdated,
  getDeleted,
  create,
  update,
  upsert,
  deletion,
  undeletion,
];

export const operations: ReadonlyMap<string, SoapOperation> = new Map(
  [...SERVED, ...unsupportedOperations].map((operation) => [operation.name, operation]),
);
