/** Asks for tokens. */
import type { Fleet } from '../fleet.ts';
import type { Random } from '../random.ts';
import type { SoakApp } from '../seed.ts';

export interface TokenAnswer {
  readonly status: number;
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly error?: string;
  readonly error_description?: string;
  readonly device_code?: string;
  readonly user_code?: string;
}

/** @throws Lost */
export async function askToken(
  fleet: Fleet,
  random: Random,
  form: Readonly<Record<string, string>>,
): Promise<TokenAnswer> {
  const { status, text } = await fleet.post(fleet.any(random), '/services/oauth2/token', form);
  return { ...(JSON.parse(text) as TokenAnswer), status };
}

/** The same where only tokens will do. @throws Lost */
export async function getToken(
  fleet: Fleet,
  random: Random,
  form: Readonly<Record<string, string>>,
): Promise<TokenAnswer> {
  const answer = await askToken(fleet, random, form);
  if (answer.status === 200) return answer;
  throw new Error(`${form.grant_type} answered ${JSON.stringify(answer)}`);
}

/** Whether any replica takes a token of an app. @throws Lost */
export async function isAlive(fleet: Fleet, random: Random, app: SoakApp, token: string): Promise<boolean> {
  const form = { ...app.credentials, token };
  const { text } = await fleet.post(fleet.any(random), '/services/oauth2/introspect', form);
  return text.startsWith('{"active":true');
}
