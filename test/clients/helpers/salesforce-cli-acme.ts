/** What tests of the Salesforce CLI ask of Acme, the org of the demo, and what they get. */
import { DEMO_KEY } from '../../../src/seed/demo.ts';
import { ORG_ID } from './rest.ts';
import type { CliAnswer, SalesforceCli } from './salesforce-cli.ts';
import { ada } from './visit.ts';

/** @param instanceUrl where it logs in; at login.salesforce.com when left out */
export function logInByJwt(cli: SalesforceCli, username: string, instanceUrl?: string): Promise<CliAnswer> {
  return cli.run(
    ...['org', 'login', 'jwt', '--client-id', '3MVG9Demo.JWT_Bearer', '--jwt-key-file', DEMO_KEY],
    ...['--username', username, ...(instanceUrl === undefined ? [] : ['--instance-url', instanceUrl])],
  );
}

/** Asks as Ada, who has logged in, for {@link ACME}. */
export function queryAcme(cli: SalesforceCli): Promise<CliAnswer> {
  const query = 'SELECT Id, Name, OrganizationType FROM Organization';
  return cli.run('data', 'query', '--query', query, '--target-org', ada.username);
}

export const ACME = {
  status: 0,
  result: {
    totalSize: 1,
    done: true,
    records: [
      {
        attributes: {
          type: 'Organization',
          url: `/services/data/v67.0/sobjects/Organization/${ORG_ID}`,
        },
        Id: ORG_ID,
        Name: 'Acme',
        OrganizationType: 'Developer Edition',
      },
    ],
  },
};
