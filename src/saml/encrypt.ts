/** Encrypts an assertion to the key of an app. xml-encryption does it; which of its algorithms are Salesforce's is recalled. */
import { X509Certificate } from 'node:crypto';
import type { EncryptionAlgorithm } from 'xml-encryption';

const BLOCK: Readonly<Record<'AES_128' | 'AES_256', EncryptionAlgorithm>> = {
  AES_128: 'http://www.w3.org/2001/04/xmlenc#aes128-cbc',
  AES_256: 'http://www.w3.org/2001/04/xmlenc#aes256-cbc',
};

/** @returns an EncryptedData element */
export async function encryptElement(
  xml: string,
  certificate: string,
  type: keyof typeof BLOCK,
): Promise<string> {
  const { encrypt } = await import('xml-encryption');
  const options = {
    rsa_pub: new X509Certificate(certificate).publicKey.export({ format: 'pem', type: 'spki' }),
    pem: certificate,
    encryptionAlgorithm: BLOCK[type],
    keyEncryptionAlgorithm: 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p' as const,
    // SAML 2.0 knows no other block modes, and the signature around it keeps the text from being changed.
    disallowEncryptionWithInsecureAlgorithm: false,
    warnInsecureAlgorithm: false,
  };
  return await new Promise((resolve, reject) => {
    encrypt(xml, options, (error, encrypted) => (error ? reject(error) : resolve(encrypted.trim())));
  });
}
