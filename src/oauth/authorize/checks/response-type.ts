import type { Check, ClientRequest } from '../check.ts';
import { RESPONSE_TYPES } from '../response-types.ts';

export const responseTypeIsSupported: Check<ClientRequest, 'authorize.response-type'> = {
  refusal: 'authorize.response-type',
  holds: ({ asked }) => RESPONSE_TYPES.has(asked.response_type ?? ''),
  values: ({ asked }) => ({ responseType: asked.response_type, supported: [...RESPONSE_TYPES.keys()] }),
};
