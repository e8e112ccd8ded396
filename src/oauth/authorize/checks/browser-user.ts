import { profileOf } from '../../../org/session.ts';
import type { Check, UserRequest } from '../check.ts';

export const userMayUseBrowser: Check<UserRequest, 'authorize.api-only-user'> = {
  refusal: 'authorize.api-only-user',
  holds: ({ org, user }) => !(profileOf(org, user)?.apiUserOnly ?? false),
  values: ({ org, user }) => ({
    username: user.username,
    profile: user.profile,
    apiUserOnly: profileOf(org, user)?.apiUserOnly ?? false,
  }),
};
