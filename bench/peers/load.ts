/** What all connections ask a peer for during one turn. */
import type { Client, Options, Request } from 'autocannon';
import { Browser } from '../../src/testing/browser.ts';
import { CALLBACK, CLIENT, type Grant, type Peer, type Place, USERS } from './peer.ts';

/** For autocannon. */
export type Asked = Partial<Options> & { url: string };

const POST = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } } as const;
/** Codes are fetched for this long, as Keycloak's expire within a minute, and so few, as oidc-provider keeps a thousand records. */
const COLLECTING = { milliseconds: 3_000, most: 400, browsers: 8 };

/** The body of a token request. */
function tokenForm(parameters: Readonly<Record<string, string>>): string {
  return new URLSearchParams({ ...CLIENT, ...parameters }).toString();
}

const forClientCredentials = () => tokenForm({ grant_type: 'client_credentials' });
const forRefresh = (refresh_token: string) => tokenForm({ grant_type: 'refresh_token', refresh_token });
const forCode = (code: string) =>
  tokenForm({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK });

/** Milliseconds within which an answer must come. */
const PATIENCE = 30_000;

/** @throws Error for any answer but 200, and when nobody listens */
export async function askForToken(
  peer: Peer,
  { origin }: Place,
  body = forClientCredentials(),
): Promise<{ refresh_token?: string }> {
  const answer = await fetch(origin + peer.paths.token, {
    ...POST,
    body,
    signal: AbortSignal.timeout(PATIENCE),
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${peer.name} answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}

/** A peer that runs, with a browser for each of its users. */
export class Load {
  readonly #peer: Peer;
  readonly #place: Place;
  readonly #browsers = Array.from({ length: USERS }, () => new Browser());

  constructor(peer: Peer, place: Place) {
    this.#peer = peer;
    this.#place = place;
  }

  /** @param duration seconds; of codes there are as many as were fetched in the time before */
  async asked(grant: Grant, duration: number): Promise<Asked> {
    const { token: path } = this.#peer.paths;
    const shared = { url: this.#place.origin + path, connections: USERS, timeout: PATIENCE / 1_000 };
    if (grant === 'client_credentials') return { ...shared, ...POST, body: forClientCredentials(), duration };
    if (grant === 'refresh_token') {
      const tokens = await this.#refreshTokens();
      return { ...shared, duration, setupClient: (client) => refreshOn(client, path, tokens.pop()) };
    }
    const codes = await this.#codes();
    const connections = Math.min(USERS, codes.length);
    const setupRequest = (request: Request) => ({ ...request, body: forCode(codes.pop() ?? 'none is left') });
    return { ...shared, connections, amount: codes.length, requests: [{ ...POST, path, setupRequest }] };
  }

  async #refreshTokens(): Promise<string[]> {
    const tokens = await this.#forEachUser((user) => this.#refreshToken(user));
    // When the last is there, oidc-provider has forgotten some of the first now and then.
    return this.#forEachUser((user) =>
      this.#refreshed(tokens[user] ?? '').catch(() => this.#refreshToken(user)),
    );
  }

  async #refreshed(token: string): Promise<string> {
    const { refresh_token = token } = await askForToken(this.#peer, this.#place, forRefresh(token));
    return refresh_token;
  }

  async #forEachUser(ask: (user: number) => Promise<string>): Promise<string[]> {
    const answers: string[] = [];
    const users = this.#browsers.keys();
    const work = async () => {
      for (const user of users) answers[user] = await ask(user);
    };
    await Promise.all(Array.from({ length: COLLECTING.browsers }, work));
    return answers;
  }

  async #refreshToken(user: number): Promise<string> {
    const code = await this.#code(user, 'refresh');
    const { refresh_token } = await askForToken(this.#peer, this.#place, forCode(code));
    if (refresh_token === undefined) throw new Error(`${this.#peer.name} gave no refresh token`);
    return refresh_token;
  }

  async #codes(): Promise<string[]> {
    const codes: string[] = [];
    const until = performance.now() + COLLECTING.milliseconds;
    const collect = async (_unused: unknown, user: number) => {
      do codes.push(await this.#code(user, 'access'));
      while (performance.now() < until && codes.length < COLLECTING.most);
    };
    await Promise.all(Array.from({ length: COLLECTING.browsers }, collect));
    return codes;
  }

  async #code(user: number, use: 'access' | 'refresh'): Promise<string> {
    const request = new URLSearchParams({
      response_type: 'code',
      client_id: CLIENT.client_id,
      redirect_uri: CALLBACK,
      // Hydra wants one of eight characters at least.
      state: 'of-the-bench',
      ...this.#peer.asks[use],
    });
    const url = `${this.#place.origin}${this.#peer.paths.authorize}?${request}`;
    const browser = this.#browsers[user];
    if (!browser) throw new RangeError(`there is no user ${user}`);
    return this.#peer.authorize({ browser, url, user, place: this.#place });
  }
}

/** Refreshes over and over on one connection, with the token that came last: some rotate it. */
function refreshOn(client: Client, path: string, first = 'none is left'): void {
  let token = first;
  client.setRequests([
    {
      ...POST,
      path,
      setupRequest: (request) => ({ ...request, body: forRefresh(token) }),
      onResponse(status, body) {
        if (status === 200) token = JSON.parse(body).refresh_token ?? token;
      },
    },
  ]);
}
