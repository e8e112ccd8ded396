import type { Arrival, Check } from '../check.ts';

export const clientIsKnown: Check<Arrival, 'authorize.client-unknown'> = {
  refusal: 'authorize.client-unknown',
  holds: ({ app }) => app !== undefined,
  values: ({ asked }) => ({ clientId: asked.client_id }),
};
