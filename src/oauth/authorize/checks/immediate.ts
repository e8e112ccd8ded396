import type { Check, PageRequest } from '../check.ts';

/** Sites do not know the parameter (authorize.md 4.1). */
export const pageMayBeShown: Check<PageRequest, 'authorize.immediate'> = {
  refusal: 'authorize.immediate',
  holds: ({ asked, host }) => asked.immediate !== 'true' || host.kind === 'site',
  values: ({ asked, host, pending }) => ({
    immediate: asked.immediate === 'true' && host.kind !== 'site',
    pending,
  }),
};
