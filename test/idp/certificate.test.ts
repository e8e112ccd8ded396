/** The certificate of an org: made once, kept by the store, in snapshots and nowhere else; and what its end does. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { logInTo, providerId, startIdp, xmlOf } from './helpers.ts';

const folder = temporaryFolder();

const metadataOf = async (sf: Fauxforce) => {
  const text = await (await fetch(`${sf.url}/.well-known/samlidp.xml`)).text();
  return /<ds:X509Certificate>([^<]*)</.exec(text)?.[1] ?? '';
};

test('many who ask at once get one, and a restart keeps it', async () => {
  const store = join(folder(), 'state.db');
  let first: string[];
  {
    await using sf = await startFauxforce({ store });
    first = await Promise.all(Array.from({ length: 5 }, () => metadataOf(sf)));
    expect(new Set(first).size).toBe(1);
  }
  await using again = await startFauxforce({ store });
  expect(await metadataOf(again)).toBe(first[0]);
});

test('a snapshot has the key, and gives the certificate to another server; no other answer has it', async () => {
  await using sf = await startIdp();
  const path = `/idp/login?app=${await providerId(sf)}`;
  const signed = xmlOf(await logInTo(sf, path));
  const snapshot = await (await fetch(`${sf.url}/_fauxforce/snapshot`)).text();
  expect(snapshot).toContain('BEGIN PRIVATE KEY');
  for (const answer of [
    `/_fauxforce/orgs/${sf.orgs[0]?.id}`,
    '/_fauxforce/journal',
    '/_fauxforce/idp-events',
    '/id/keys',
  ])
    expect(await (await fetch(sf.url + answer)).text(), answer).not.toContain('PRIVATE KEY');
  await using other = await startFauxforce();
  await fetch(`${other.url}/_fauxforce/snapshot`, { method: 'PUT', body: snapshot });
  expect(await metadataOf(other)).toBe(await metadataOf(sf));
  expect(signed).toContain(await metadataOf(other));
});

test('of two orgs each has its own', async () => {
  await using sf = await startFauxforce({ demo: { secondOrg: true } });
  const certificates = await Promise.all(
    ['acme.develop.my.salesforce.com', 'globex.develop.my.salesforce.com'].map(async (host) => {
      const { body } = await sf.server.inject({ url: '/.well-known/samlidp.xml', headers: { host } });
      return [/entityID="([^"]*)"/.exec(body)?.[1], /<ds:X509Certificate>([^<]*)</.exec(body)?.[1]];
    }),
  );
  expect(certificates.map(([entity]) => entity)).toEqual([
    'https://acme.develop.my.salesforce.com',
    'https://globex.develop.my.salesforce.com',
  ]);
  expect(certificates[0]?.[1]).not.toBe(certificates[1]?.[1]);
});

test.each(['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])(
  'made at %s, of which no certificate can say when it ends: it is of the nearest year that one can',
  async (instant) => {
    await using sf = await startIdp();
    sf.clock.set(Date.parse(instant));
    expect((await fetch(`${sf.url}/.well-known/samlidp.xml`)).status).toBe(200);
  },
);

test('when it has ended nobody is logged in, until the org has another', async () => {
  await using sf = await startIdp();
  const path = `/idp/login?app=${await providerId(sf)}`;
  await logInTo(sf, path);
  sf.clock.advance('366d');
  await expect(logInTo(sf, path)).rejects.toThrow('Error: IdP certificate is invalid or does not exist');
  expect(sf.journal.last()?.refusal?.name).toBe('idp.settings');
});
