/** The code that a device polls with, and the one that its user types. */
import type { Row, StoredDeviceCode } from '../../store/port.ts';
import { sameText } from '../../wire/secrets.ts';
import { readDeviceCode, writeDeviceCode } from '../../world/device-code-text.ts';
import type { World } from '../../world/world.ts';

/** Milliseconds; documented (token.md 10). */
export const DEVICE_CODE_LIFETIME = 10 * 60 * 1000;

/** Undefined unless it is, byte for byte, a code that was given out. */
export async function findDeviceCode(
  text: string,
  { userCodes, store }: World,
): Promise<StoredDeviceCode | undefined> {
  const code = await findBy(userCodes.read(readDeviceCode(text).userCode), store);
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
