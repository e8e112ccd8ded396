/** The Data Cloud token exchange is not there, and says so: docs/limits.md. */
import { expect, it } from 'vitest';
import { freshServers } from '../helpers/fresh.ts';
import { send } from '../helpers/token.ts';
import { lab } from '../lab/helpers.ts';

const fresh = freshServers();

it.each(['POST', 'GET'])('%s /services/a360/token says what is missing', async (method) => {
  const sf = await fresh();
  // As salesforce-cdp-connector sends it.
  const query = new URLSearchParams({
    grant_type: 'urn:salesforce:grant-type:external:cdp',
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    subject_token: '00D!x',
  });
  expect(await send(sf, `/services/a360/token?${query}`, { method })).toMatchObject({
    status: 403,
    body: '[{"message":"fauxforce does not implement the Data Cloud token exchange; see docs/limits.md","errorCode":"FUNCTIONALITY_NOT_ENABLED"}]',
  });
  expect(sf.journal.last()?.refusal?.name).toBe('rest.data-cloud');
});

it('answers what a test arms there', async () => {
  const sf = await fresh();
  const body = {
    access_token: 'x',
    instance_url: 'tenant.c360a.salesforce.com',
    token_type: 'Bearer',
    expires_in: 7130,
  };
  await lab(sf, 'POST', '/failures', { response: { status: 200, body }, where: { endpoint: 'rest' } });
  const { status, body: sent } = await send(sf, '/services/a360/token', { method: 'POST' });
  expect({ status, body: JSON.parse(sent) }).toEqual({ status: 200, body });
});
