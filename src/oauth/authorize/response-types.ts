/** What each response_type sends the browser back with. Source: authorize.md 4, 5, 6, 8. */
import type { ResponseType } from './approved.ts';
import { answerWithCode } from './code-response.ts';
import type { Asked } from './request.ts';
import { answerWithTokens } from './token-response.ts';

const withIdToken: ResponseType = {
  flow: 'userAgentFlow',
  respond: answerWithTokens({ idToken: true }),
  logIn: { type: 'Remote Access 2.0', subType: 'OauthUserAgentIdToken' },
};

/** Salesforce documents `token id_token`; that the words may change places is unconfirmed (authorize.md 5). */
export const RESPONSE_TYPES: ReadonlyMap<string, ResponseType> = new Map<string, ResponseType>([
  ['code', { flow: 'webServerFlow', respond: answerWithCode }],
  [
    'token',
    {
      flow: 'userAgentFlow',
      respond: answerWithTokens({}),
      logIn: { type: 'Remote Access 2.0', subType: 'OauthUserAgent' },
    },
  ],
  ['token id_token', withIdToken],
  ['id_token token', withIdToken],
  ['code_credentials', { flow: 'codeCredentialsFlow', respond: answerWithCode }],
  [
    'hybrid_token',
    {
      flow: 'userAgentFlow',
      respond: answerWithTokens({ webSessions: true }),
      logIn: { type: 'Remote Access 2.0', subType: 'OauthHybridUserAgent' },
    },
  ],
]);

/** @throws TypeError unless the response_type is one of them: a check has seen to that */
export function responseTypeOf({ asked }: { readonly asked: Asked }): ResponseType {
  const type = RESPONSE_TYPES.get(asked.response_type ?? '');
  if (!type) throw new TypeError('an unsupported response_type passed the checks');
  return type;
}
