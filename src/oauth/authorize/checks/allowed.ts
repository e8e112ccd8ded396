import type { Check, PressedRequest } from '../check.ts';

export const userPressedAllow: Check<PressedRequest, 'authorize.denied'> = {
  refusal: 'authorize.denied',
  holds: ({ pressed }) => pressed === 'Allow',
  values: ({ user, app, pressed }) => ({ username: user.username, app: app.label, pressed }),
};
