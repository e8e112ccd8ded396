/** Refusals of everything a token opens: userinfo, the identity URL and the REST API. */
import { identityRefusals } from './identity.ts';
import { queryRefusals } from './query.ts';
import { restRefusals } from './rest.ts';

export const resourceRefusals = { ...identityRefusals, ...restRefusals, ...queryRefusals };
