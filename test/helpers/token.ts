import { request } from 'node:http';
import type { App, User } from '../../src/org/model.ts';
import type { Fauxforce } from '../../src/testing/index.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

/** Any request, as bytes: unlike fetch it can name a Host. */
export function send(
  sf: Fauxforce,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Answer> {
  const { method = 'GET', body } = options;
  // Node leaves the length of an OPTIONS or DELETE body out, which would then be read as a further request.
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const headers = { ...length, ...options.headers };
  const url = new URL(sf.url);
  return new Promise((resolve, reject) => {
    const sent = request({ host: url.hostname, port: url.port, path, method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

export function postToken(
  sf: Fauxforce,
  parameters: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return send(sf, '/services/oauth2/token', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(parameters).toString(),
  });
}

export function app(sf: Fauxforce, name: string): App {
  const found = sf.apps[name];
  if (!found) throw new Error(`the demo has no app ${name}`);
  return found;
}

export function user(sf: Fauxforce, name: string): User {
  const found = sf.users[name];
  if (!found) throw new Error(`the demo has no user ${name}`);
  return found;
}

export function credentials(sf: Fauxforce, name: string): { client_id: string; client_secret: string } {
  const { consumerKey, consumerSecret } = app(sf, name);
  return { client_id: consumerKey, client_secret: consumerSecret };
}

export interface CodeFacts {
  readonly app: string;
  readonly user?: string;
  readonly scopes?: string;
  readonly codeChallenge?: string;
  readonly nonce?: string;
}

/** An authorization code, as the authorize endpoint would have issued it. */
export async function codeFor(sf: Fauxforce, facts: CodeFacts): Promise<string> {
  const { codec, store, clock } = sf.world;
  const client = app(sf, facts.app);
  const secret = codec.draw('code');
  const orgId = client.orgId;
  const row = await store.codes.append({
    secretHash: secret.hash,
    orgId,
    userId: user(sf, facts.user ?? 'ada').id,
    consumerKey: client.consumerKey,
    scopes: facts.scopes ?? 'api refresh_token',
    redirectUri: client.callbackUrls[0] ?? '',
    codeChallenge: facts.codeChallenge,
    nonce: facts.nonce,
    issuer: sf.url,
    approval: undefined,
    createdAt: clock.now(),
  });
  return codec.write(secret, row, orgId);
}

/** The parameters that exchange a code of an app. */
export async function codeExchange(sf: Fauxforce, facts: CodeFacts): Promise<Record<string, string>> {
  return {
    grant_type: 'authorization_code',
    ...credentials(sf, facts.app),
    redirect_uri: app(sf, facts.app).callbackUrls[0] ?? '',
    code: await codeFor(sf, facts),
  };
}

/** The refresh token of a fresh log-in. */
export async function refreshTokenFor(
  sf: Fauxforce,
  name: string,
  scopes = 'api refresh_token',
  user = 'ada',
): Promise<string> {
  const { body } = await postToken(sf, await codeExchange(sf, { app: name, scopes, user }));
  return (JSON.parse(body) as { refresh_token: string }).refresh_token;
}

export function refreshWith(sf: Fauxforce, name: string, refresh_token: string): Promise<Answer> {
  return postToken(sf, { grant_type: 'refresh_token', ...credentials(sf, name), refresh_token });
}

export function members(body: string): Record<string, string> {
  return JSON.parse(body) as Record<string, string>;
}
