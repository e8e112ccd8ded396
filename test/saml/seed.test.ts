/** What a seed says of the org's identity provider. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSeedDocument } from '../../src/seed/load.ts';

const PEM = readFileSync(new URL('../../seed/demo.crt', import.meta.url), 'utf8');

function samlSso(settings: object) {
  return readSeedDocument({ org: { name: 'Acme', settings } }).settings.samlSso;
}

test('none unless it is written', () => {
  expect(samlSso({})).toBeUndefined();
});

test('users go by username unless it says otherwise; the certificate becomes PEM', () => {
  const issuer = 'https://idp.acme.example';
  const der = PEM.replace(/-----.*-----|\s/g, '');
  expect(samlSso({ samlSso: { issuer, certificate: der } })).toEqual({
    issuer,
    certificate: expect.stringMatching(/^-----BEGIN CERTIFICATE-----\n/),
    identityMapping: 'Username',
    requestBinding: 'RedirectBinding',
    sloBinding: 'RedirectBinding',
  });
  expect(samlSso({ samlSso: { issuer, certificate: PEM, identityMapping: 'FederationId' } })).toMatchObject({
    identityMapping: 'FederationId',
  });
});

test.each([
  [{ certificate: PEM }, "missing key 'issuer' in settings.samlSso of org 'Acme'"],
  [{ issuer: 'x' }, "missing key 'certificate' in settings.samlSso of org 'Acme'"],
  [
    { issuer: 'x', certificate: 'nonsense' },
    "settings.samlSso.certificate of org 'Acme' is neither PEM nor base64 DER",
  ],
  [
    { issuer: 'x', certificate: PEM, identityMapping: 'Email' },
    "settings.samlSso.identityMapping of org 'Acme' is 'Email'",
  ],
  [
    { issuer: 'x', certificate: PEM, isuer: 'y' },
    "unknown key 'isuer' in settings.samlSso of org 'Acme': did you mean 'issuer'?",
  ],
])('%o is refused', (written, message) => {
  expect(() => samlSso({ samlSso: written })).toThrow(message);
});
