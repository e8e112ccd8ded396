import './helpers/loopback-only.ts';
import { Auth, type AuthConfig } from '@auth/core';
import Salesforce from '@auth/core/providers/salesforce';
import type { Account } from '@auth/core/types';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { app, refreshWith, user } from '../helpers/token.ts';
import { runs } from './helpers/proof.ts';
import { DEAD_TOKEN, ORG_ID, queryAcme, revoke } from './helpers/rest.ts';
import { ada, visit } from './helpers/visit.ts';

const ORIGIN = 'http://localhost:3000';
const CALLBACK = `${ORIGIN}/auth/callback/salesforce`;

let sf: Fauxforce;

beforeEach(async () => {
  sf = await startFauxforce({ demo: { apps: { Web_Server: { callbackUrls: [CALLBACK] } } } });
});

afterEach(() => sf[Symbol.asyncDispose]());

/** An application with Auth.js, and the cookies of its one visitor. */
class Application {
  /** What Salesforce gave at the last log-in. */
  account: Account | undefined;
  /** Causes of errors as Auth.js logged them: its answers only say that something went wrong. */
  readonly errors: unknown[] = [];
  readonly #cookies = new Map<string, string>();
  readonly #config: AuthConfig;

  constructor(scope?: string, clientSecret = app(sf, 'Web_Server').consumerSecret) {
    const clientId = app(sf, 'Web_Server').consumerKey;
    const authorization = scope && { params: { scope } };
    this.#config = {
      providers: [
        Salesforce({ clientId, clientSecret, issuer: sf.url, ...(authorization && { authorization }) }),
      ],
      secret: 'of the application',
      trustHost: true,
      basePath: '/auth',
      callbacks: {
        jwt: ({ token, account }) => {
          if (account) this.account = account;
          return token;
        },
      },
      logger: {
        error: ({ cause }) => cause && this.errors.push(cause),
        debug: (message, cause) => message === 'OAuthCallbackError' && this.errors.push(cause),
      },
    };
  }

  /** Presses the application's button, logs in at Salesforce and comes back. */
  async logIn(press: 'Allow' | 'Deny' = 'Allow'): Promise<Response> {
    const { csrfToken } = await (await this.#request('/auth/csrf')).json();
    const body = new URLSearchParams({ csrfToken, callbackUrl: `${ORIGIN}/home` });
    const away = await this.#request('/auth/signin/salesforce', { method: 'POST', body });
    const back = await visit(away.headers.get('location') ?? '', { ...ada, press });
    return this.#request(back.href);
  }

  async session(): Promise<unknown> {
    return (await this.#request('/auth/session')).json();
  }

  async #request(url: string, init: RequestInit = {}): Promise<Response> {
    const cookie = Array.from(this.#cookies, ([name, value]) => `${name}=${value}`).join('; ');
    const request = new Request(new URL(url, ORIGIN), { ...init, headers: { cookie } });
    const response = await Auth(request, this.#config);
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
    return response;
  }
}

describe('Auth.js with its provider for Salesforce', () => {
  it(
    'logs in with PKCE, state and nonce, and has a session; the default scopes open no API',
    runs('@auth/core', 'web server'),
    async () => {
      const application = new Application();
      expect((await application.logIn()).headers.get('location')).toBe(`${ORIGIN}/home`);
      expect(application.errors).toEqual([]);
      expect(await application.session()).toMatchObject({ user: { name: 'Ada Byron', email: ada.username } });
      expect(application.account).toMatchObject({
        provider: 'salesforce',
        providerAccountId: `${sf.url}/id/${ORG_ID}/${user(sf, 'ada').id}`,
        instance_url: sf.url,
      });
      expect(await queryAcme(sf, application.account?.access_token ?? '')).toMatchObject({
        status: 401,
        body: '[{"message":"This session is not valid for use with the REST API","errorCode":"INVALID_SESSION_ID"}]',
      });
    },
  );

  it('asks for scopes of its own; the token queries until it is revoked', async () => {
    const application = new Application('openid api refresh_token');
    await application.logIn();
    const { access_token = '', refresh_token = '' } = application.account ?? {};
    expect((await queryAcme(sf, access_token)).status).toBe(200);

    const refreshed = JSON.parse((await refreshWith(sf, 'Web_Server', refresh_token)).body);
    expect(refreshed.access_token).not.toBe(access_token);

    await revoke(sf, refresh_token);
    expect(await queryAcme(sf, access_token)).toMatchObject({ status: 401, body: DEAD_TOKEN });
  });

  it('tells of a wrong secret', async () => {
    const application = new Application(undefined, 'wrong');
    const answer = await application.logIn();
    expect(answer.headers.get('location')).toBe(`${ORIGIN}/auth/error?error=Configuration`);
    expect(application.errors).toMatchObject([
      { error: 'invalid_client', error_description: 'invalid client credentials' },
    ]);
    expect(await application.session()).toBeNull();
  });

  it('tells of a user who denies', async () => {
    const application = new Application();
    const answer = await application.logIn('Deny');
    expect(answer.headers.get('location')).toBe(`${ORIGIN}/auth/signin?error=OAuthCallbackError`);
    expect(application.errors).toMatchObject([
      { error: 'access_denied', error_description: 'end-user denied authorization' },
    ]);
    expect(await application.session()).toBeNull();
  });
});
