/** The text of a device code: base64 of `<consumerKey>;<ip>;<epoch ms>;<user_code>` (token.md 2). */
import type { DeviceCode } from '../store/port.ts';

export function writeDeviceCode({ consumerKey, ip, createdAt }: DeviceCode, userCode: string): string {
  return Buffer.from(`${consumerKey};${ip};${createdAt};${userCode}`).toString('base64');
}

/** The last two parts of what may be a device code, each empty if the text has no such part. */
export function readDeviceCode(text: string): { readonly createdAt: string; readonly userCode: string } {
  const parts = Buffer.from(text, 'base64').toString('latin1').split(';');
  return { createdAt: parts.at(-2) ?? '', userCode: parts.at(-1) ?? '' };
}
