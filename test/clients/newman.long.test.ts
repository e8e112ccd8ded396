/** Newman through the proxy. */
import { expect, it } from 'vitest';
import { Newman } from './helpers/newman.ts';

it('runs all of the collection through the proxy, on Salesforce’s own hosts', async () => {
  await using newman = await Newman.start();
  const { sf } = newman;
  const hosts = {
    url: 'https://login.salesforce.com',
    site: 'https://acme.develop.my.salesforce.com',
    experience: 'https://acme.develop.my.site.com/customers',
  };
  const signed = await newman.assertions(
    ['--aud', hosts.url],
    ['--aud', hosts.url, '--recipient', `${hosts.url}/services/oauth2/token`],
    ['--aud', hosts.site, '--recipient', `${hosts.site}/services/oauth2/token`],
  );
  const variables = { ...newman.environment(), ...hosts, ...(await newman.codes()), ...signed };
  expect(await newman.run(variables, [], await sf.proxyEnvironment())).toBeGreaterThan(50);
  expect(newman.refusals()).toEqual(['device.pending']);
  expect(sf.journal.entries({ endpoint: 'rest' }).length).toBeGreaterThan(15);
});
