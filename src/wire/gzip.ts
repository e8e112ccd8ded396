/** Bodies that come packed by gzip, unpacked within a bound. */
import { promisify } from 'node:util';
import { gunzip as gunzipLater } from 'node:zlib';

const gunzip = promisify(gunzipLater);

/**
 * @param encoding what Content-Encoding says
 * @param limit bytes of what is unpacked
 * @returns the bytes as they were before they were packed, or why there are none
 */
export async function unpacked(
  bytes: Buffer,
  encoding: string | undefined,
  limit: number,
): Promise<Buffer | 'too large' | 'not packed'> {
  if (encoding?.trim().toLowerCase() !== 'gzip' || bytes.length === 0) return bytes;
  try {
    return await gunzip(bytes, { maxOutputLength: limit });
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too large' : 'not packed';
  }
}
