/** What a client does with its token. */
import type { Fauxforce } from '../../../src/testing/index.ts';
import { type Answer, send } from '../../helpers/token.ts';

export const ORG_ID = '00D5g000004AcmeEAC';

export const ACME_QUERY = 'SELECT Id, Name FROM Organization';

/** What Salesforce says of a token that has ended (identity-and-resources.md 9). */
export const DEAD_TOKEN = '[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]';

export function queryAcme(sf: Fauxforce, accessToken: string): Promise<Answer> {
  return send(sf, `/services/data/v64.0/query?q=${encodeURIComponent(ACME_QUERY)}`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
}

/** Ends an access token, or a refresh token and every token of its approval. */
export function revoke(sf: Fauxforce, token: string): Promise<Answer> {
  return send(sf, `/services/oauth2/revoke?token=${encodeURIComponent(token)}`);
}
