/** The demo org with ids that can be written out, and questions to its identity endpoints. */
import { expect } from 'vitest';
import type { DemoChanges } from '../../src/refusals/refusal.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { type Answer, app, send, user } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';

export const ORG = '00D5g000004AcmeEAC';
export const ADA = '0055g000001Ada0AAC';
export const GRACE = '0055g000001Gra0AAC';

/** Ada lives in Berlin and has a phone; grace is as the demo has her. */
export function startAcme(changes: DemoChanges = {}): Promise<Fauxforce> {
  return startFauxforce({
    demo: {
      ...changes,
      users: {
        ...changes.users,
        ada: {
          id: ADA,
          timezone: 'Europe/Berlin',
          locale: 'fr_FR',
          phone: '+49 1764 000',
          address: { country: 'DE' },
          lastModified: '2025-09-28T09:30:18Z',
          ...changes.users?.ada,
        },
        grace: { id: GRACE, ...changes.users?.grace },
      },
    },
  });
}

export interface Question {
  readonly app?: string;
  readonly user?: string;
  readonly scopes?: string;
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Asks with a fresh token of the demo's web server app. */
export async function ask(sf: Fauxforce, path: string, question: Question = {}): Promise<Answer> {
  const { app: appName = 'Web_Server', user: userName = 'ada', scopes = 'api', ...request } = question;
  const token = await accessTokenFor(sf, { app: app(sf, appName), user: user(sf, userName), scopes });
  return send(sf, path, { ...request, headers: { authorization: `Bearer ${token}`, ...request.headers } });
}

export function bare(status: number, word: string) {
  return expect.objectContaining({
    status,
    body: word,
    headers: expect.objectContaining({ 'content-type': 'text/plain;charset=UTF-8' }),
  });
}
