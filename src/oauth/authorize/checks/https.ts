import type { Arrival, Check } from '../check.ts';

export const sentByHttps: Check<Arrival, 'authorize.https-required'> = {
  refusal: 'authorize.https-required',
  holds: ({ needsHttps }) => !needsHttps,
  values: ({ needsHttps }) => ({ needsHttps }),
};
