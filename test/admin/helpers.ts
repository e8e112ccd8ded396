/** What admins ask of the lab, and tokens by real log-ins. */
import { expect } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import { app, codeExchange, credentials, members, postToken, refreshWith } from '../helpers/token.ts';
import { lab, userInfo } from '../lab/helpers.ts';

export interface Approval {
  readonly id: string;
  readonly org: string;
  readonly client_id: string;
  readonly app: string;
  readonly username: string;
  readonly scope: string;
  readonly holds_refresh_token: boolean;
  readonly created_at: string;
  readonly last_used_at: string;
  readonly use_count: number;
}

export interface UsedApp {
  readonly org: string;
  readonly app: string;
  readonly label: string;
  readonly state: string;
  readonly user_count: number;
  readonly use_count: number;
  readonly refused_count?: number;
  readonly users?: readonly {
    readonly username: string;
    readonly first_used_at: string;
    readonly last_used_at: string;
    readonly use_count: number;
  }[];
}

export interface LogIn {
  readonly org: string;
  readonly id: string;
  readonly at: string;
  readonly username: string;
  readonly clientId: string | null;
  readonly application: string | null;
  readonly loginType: string;
  readonly loginSubType: string | null;
  readonly sourceIp: string | null;
  readonly status: string;
  readonly refusal: string | null;
}

export async function approvals(sf: Fauxforce, query = ''): Promise<readonly Approval[]> {
  const { status, body } = await lab<{ approvals: Approval[] }>(sf, 'GET', `/approvals${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.approvals;
}

export async function usage(sf: Fauxforce, query = ''): Promise<readonly UsedApp[]> {
  const { status, body } = await lab<{ apps: UsedApp[] }>(sf, 'GET', `/usage${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.apps;
}

export async function logIns(sf: Fauxforce, query = ''): Promise<readonly LogIn[]> {
  const { status, body } = await lab<{ logins: LogIn[] }>(sf, 'GET', `/logins${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.logins;
}

export interface Pair {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** The tokens of a web server flow. */
export async function logInTo(sf: Fauxforce, name: string, user = 'ada'): Promise<Pair> {
  const { body } = await postToken(sf, await codeExchange(sf, { app: name, user }));
  return members(body) as unknown as Pair;
}

export async function clientCredentials(sf: Fauxforce): Promise<string> {
  const form = { grant_type: 'client_credentials', ...credentials(sf, 'Client_Credentials') };
  return members((await postToken(sf, form)).body).access_token ?? '';
}

export async function isAlive(sf: Fauxforce, accessToken: string): Promise<boolean> {
  return typeof (await userInfo(sf, accessToken)) === 'object';
}

export async function canRefresh(sf: Fauxforce, name: string, token: string): Promise<boolean> {
  return (await refreshWith(sf, name, token)).status === 200;
}

export function keyOf(sf: Fauxforce, name: string): string {
  return app(sf, name).consumerKey;
}
