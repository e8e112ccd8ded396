import type { Arrival, Check } from '../check.ts';

export const sentByGet: Check<Arrival, 'authorize.method'> = {
  refusal: 'authorize.method',
  holds: ({ method }) => method === 'GET' || method === 'HEAD',
  values: ({ method }) => ({ method }),
};
