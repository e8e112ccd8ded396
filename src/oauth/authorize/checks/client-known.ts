import { nearMissOfKey } from '../../../tokens/near-misses.ts';
import type { Arrival, Check } from '../check.ts';

export const clientIsKnown: Check<Arrival, 'authorize.client-unknown'> = {
  refusal: 'authorize.client-unknown',
  holds: ({ app }) => app !== undefined,
  values: ({ asked, app, orgs }) => ({
    clientId: asked.client_id,
    nearMiss: app ? undefined : nearMissOfKey(asked.client_id ?? '', orgs),
  }),
};
