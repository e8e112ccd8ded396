/** Issues tokens without a log-in, for tests that begin after it. */
import type { App, User } from '../org/model.ts';
import { appOf, type Records, userOf } from './login.ts';

export interface TokenOptions {
  /** The app, or its name. */
  readonly app: App | string;
  /** The user, their username or the part of it before `@`. */
  readonly user: User | string;
  /** Scopes with spaces between; all scopes of the app when left out. */
  readonly scope?: string;
}

/** The answer that the token endpoint would have given. */
export interface TokenAnswer {
  readonly access_token: string;
  /** Present if the scopes include `refresh_token`. */
  readonly refresh_token?: string;
  readonly signature: string;
  readonly scope: string;
  readonly instance_url: string;
  readonly id: string;
  readonly token_type: 'Bearer';
  /** Milliseconds since the epoch. */
  readonly issued_at: string;
  readonly [member: string]: string | undefined;
}

/** The running server: its address, the token its lab wants, and whether it still runs. */
export interface Running {
  readonly url: string;
  readonly labToken: string | undefined;
  isOpen(): boolean;
}

/** @throws Error when the server was stopped */
export function assertRuns(server: Running): void {
  if (server.isOpen()) return;
  throw new Error(`the server at ${server.url} was stopped, as at the end of its await using block`);
}

/** @throws Error whose message says what is wrong with the order */
export async function mintToken(
  { url, labToken }: Running,
  records: Records,
  { app, user, scope }: TokenOptions,
): Promise<TokenAnswer> {
  const answer = await fetch(`${url}/_fauxforce/tokens`, {
    method: 'POST',
    headers: labToken === undefined ? {} : { authorization: `Bearer ${labToken}` },
    body: JSON.stringify({
      client_id: appOf(records, app).consumerKey,
      username: userOf(records, user).username,
      scope,
    }),
  });
  const body = (await answer.json()) as TokenAnswer & { readonly error?: string };
  if (!answer.ok) throw new Error(body.error);
  return body;
}
