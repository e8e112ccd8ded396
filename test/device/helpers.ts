/** Intents of the device tests: a device that starts and polls, and its user. */
import { Browser, type Visitor, type Walk } from '../../src/testing/browser.ts';
import type { Fauxforce } from '../../src/testing/index.ts';
import { type Answer, members, postToken } from '../helpers/token.ts';

export const DEVICE = '3MVG9Demo.Device';
export const ADA: Visitor = { username: 'ada@acme.example', password: 'correct-horse' };

export interface Started {
  readonly user_code: string;
  readonly device_code: string;
  readonly verification_uri: string;
}

export async function start(sf: Fauxforce, changes: Record<string, string> = {}): Promise<Started> {
  const { status, body } = await postToken(sf, {
    response_type: 'device_code',
    client_id: DEVICE,
    ...changes,
  });
  if (status !== 200) throw new Error(`the device could not start: ${body}`);
  return members(body) as unknown as Started;
}

export function poll(sf: Fauxforce, { device_code }: Started, changes: Record<string, string> = {}) {
  return postToken(sf, { grant_type: 'device', client_id: DEVICE, code: device_code, ...changes });
}

/** Opens the page, types the code, logs in and presses Allow unless told otherwise. */
export function connect(
  sf: Fauxforce,
  { user_code }: Started,
  visitor: Visitor = ADA,
  browser = new Browser(),
): Promise<Walk> {
  return browser.connect(sf.url, user_code, visitor);
}

/** Starts, lets the user allow it, and polls once. */
export async function logIn(sf: Fauxforce, changes: Record<string, string> = {}): Promise<Answer> {
  const started = await start(sf, changes);
  await connect(sf, started);
  return poll(sf, started, changes.client_id ? { client_id: changes.client_id } : {});
}
