/** The code a device polls with: base64 of `<consumerKey>;<ip>;<epoch ms>;<user_code>` (token.md 2). */
import type { DeviceCode, Row, StoredDeviceCode } from '../../store/port.ts';
import { sameText } from '../../wire/secrets.ts';
import type { World } from '../../world/world.ts';

/** Milliseconds; documented (token.md 10). */
export const DEVICE_CODE_LIFETIME = 10 * 60 * 1000;

export function writeDeviceCode({ consumerKey, ip, createdAt }: DeviceCode, userCode: string): string {
  return Buffer.from(`${consumerKey};${ip};${createdAt};${userCode}`).toString('base64');
}

/** Undefined unless it is, byte for byte, a code that was given out. */
export async function findDeviceCode(
  text: string,
  { userCodes, store }: World,
): Promise<StoredDeviceCode | undefined> {
  const userCode = Buffer.from(text, 'base64').toString('latin1').split(';').at(-1) ?? '';
  const code = await findBy(userCodes.read(userCode), store);
  if (!code) return undefined;
  return sameText(text, writeDeviceCode(code, userCodes.write(code.row))) ? code : undefined;
}

/** The login that a user names by the code on the device's screen. */
export function findByUserCode(
  typed: string,
  { userCodes, store }: World,
): Promise<StoredDeviceCode | undefined> {
  return findBy(userCodes.read(typed), store);
}

async function findBy(row: Row | undefined, store: World['store']): Promise<StoredDeviceCode | undefined> {
  return row === undefined ? undefined : store.deviceCodes.find(row);
}
