import type { Arrival, Check } from '../check.ts';

/** Headless log-ins aside: those have a check of their own. */
export const sentByGet: Check<Arrival, 'authorize.method'> = {
  refusal: 'authorize.method',
  holds: ({ method, asked }) =>
    method === 'GET' || method === 'HEAD' || asked.response_type === 'code_credentials',
  values: ({ method, asked }) => ({ method, responseType: asked.response_type ?? '' }),
};
