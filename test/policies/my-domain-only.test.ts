/** Setup > My Domain > Prevent log-ins from the hosts that orgs share: one switch for people, one for SOAP (model.md 4.6). */
import { describe, expect, test } from 'vitest';
import { readHost } from '../../src/org/hosts.ts';
import { demandsMyDomain } from '../../src/policies/user-hosts.ts';
import { readSeedDocument } from '../../src/seed/load.ts';

const orgOf = (settings: Record<string, boolean>) => readSeedDocument({ org: { name: 'Acme', settings } });
const open = orgOf({});
const closedToPeople = orgOf({ canOnlyLoginWithMyDomainUrl: true });
const closedToSoap = orgOf({ doesApiLoginRequireOrgDomain: true });

describe('nothing is closed until it is switched on', () => {
  test.each(['login.salesforce.com', 'test.salesforce.com', 'na30.salesforce.com'])('%s', (name) => {
    const host = readHost(name, 'https');
    expect([demandsMyDomain(host, open, 'page'), demandsMyDomain(host, open, 'soap')]).toEqual([
      false,
      false,
    ]);
  });
});

describe('each switch closes its own way of logging in', () => {
  test.each([
    ['login.salesforce.com', true],
    ['test.salesforce.com', true],
    ['na30.salesforce.com', true],
    ['cs12.salesforce.com', true],
    ['acme.develop.my.salesforce.com', false],
    ['acme.my.salesforce-setup.com', false],
    ['acme.my.site.com', false],
    ['localhost:7332', false],
  ])('%s: %s', (name, isClosed) => {
    const host = readHost(name, 'https');
    expect(demandsMyDomain(host, closedToPeople, 'page')).toBe(isClosed);
    expect(demandsMyDomain(host, closedToPeople, 'soap')).toBe(false);
    expect(demandsMyDomain(host, closedToSoap, 'soap')).toBe(isClosed);
    expect(demandsMyDomain(host, closedToSoap, 'page')).toBe(false);
  });
});
