/** The operations of the partner and the enterprise API: a line for each. */
import type { SoapOperation } from '../operation.ts';
import { describeGlobal } from './describe-global.ts';
import { getServerTimestamp } from './get-server-timestamp.ts';
import { getUserInfo } from './get-user-info.ts';
import { invalidateSessions } from './invalidate-sessions.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { resetPassword } from './reset-password.ts';
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
];

export const operations: ReadonlyMap<string, SoapOperation> = new Map(
  [...SERVED, ...unsupportedOperations].map((operation) => [operation.name, operation]),
);
