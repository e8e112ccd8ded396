/** The operations of the partner and the enterprise API: a line for each. */
import type { SoapOperation } from '../operation.ts';
import { getServerTimestamp } from './get-server-timestamp.ts';
import { getUserInfo } from './get-user-info.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { unsupportedOperations } from './unsupported.ts';

const SERVED: readonly SoapOperation[] = [login, logout, getUserInfo, getServerTimestamp];

export const operations: ReadonlyMap<string, SoapOperation> = new Map(
  [...SERVED, ...unsupportedOperations].map((operation) => [operation.name, operation]),
);
