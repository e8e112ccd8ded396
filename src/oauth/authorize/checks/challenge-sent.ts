import { type Check, type ClientRequest, orgBeforeLogin } from '../check.ts';

export const challengeIsSent: Check<ClientRequest, 'pkce.missing'> = {
  refusal: 'pkce.missing',
  holds: (request) =>
    request.asked.code_challenge !== undefined ||
    !(request.app.isPkceRequired || orgBeforeLogin(request)?.settings.isPkceRequired),
  values: (request) => ({
    sent: request.asked.code_challenge !== undefined,
    requiredByApp: request.app.isPkceRequired,
    requiredByOrg: orgBeforeLogin(request)?.settings.isPkceRequired ?? false,
  }),
};
