import type { Policy, UserFacts } from '../policy.ts';

export const orgIsActive: Policy<UserFacts, { org: string; isActive: boolean }> = {
  name: 'org active',
  demands: 'The org is neither expired, locked, suspended nor deleted.',
  holds: ({ org }) => org.isActive,
  values: ({ org }) => ({ org: org.name, isActive: org.isActive }),
};
