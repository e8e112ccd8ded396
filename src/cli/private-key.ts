/** Reads the key that signs an assertion from a file. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { UsageError } from './failure.ts';

/**
 * @param given the file that the user named
 * @param ofDemo the demo org's key file, if the signer is one of the demo org
 * @param whose words for the signer
 * @throws UsageError
 */
export async function signingKey(
  given: string | undefined,
  ofDemo: () => Promise<string | undefined>,
  whose: string,
): Promise<KeyObject> {
  const file = given ?? (await ofDemo());
  if (file === undefined)
    throw new UsageError(`whose key signs for ${whose}? Give the private key of its certificate with --key`);
  return readPrivateKey(file);
}

function readPrivateKey(file: string): KeyObject {
  const key = parsePrivateKey(readText(file), file);
  if (key.asymmetricKeyType !== 'rsa')
    throw new UsageError(`${file} is a key of type ${key.asymmetricKeyType}: assertions are signed with RSA`);
  return key;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(`${file} ${code === 'ENOENT' ? 'does not exist' : `cannot be read: ${message}`}`);
  }
}

function parsePrivateKey(text: string, file: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch {
    const reason = text.includes('ENCRYPTED')
      ? 'is encrypted: write it without a passphrase, as openssl pkey does'
      : 'is not a private key: give a PEM file that begins with -----BEGIN PRIVATE KEY-----';
    throw new UsageError(`${file} ${reason}`);
  }
}
