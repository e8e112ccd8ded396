import type { Check, PageRequest } from '../check.ts';

export const pageMayBeShown: Check<PageRequest, 'authorize.immediate'> = {
  refusal: 'authorize.immediate',
  holds: ({ asked }) => asked.immediate !== 'true',
  values: ({ asked, pending }) => ({ immediate: asked.immediate === 'true', pending }),
};
