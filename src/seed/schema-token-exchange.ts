/** Token exchange handlers in a seed (wire facts, model.md 6.1). */
import { z } from 'zod';
import { apiName, flag, text } from './schema-words.ts';

export const TokenExchangeHandler = z
  .strictObject({
    name: apiName().describe('Developer name: the value of `token_handler`.'),
    isEnabled: flag(true, 'false: as if it were not there.'),
    isDefault: flag(false, 'true: asked when `token_handler` is left out.'),
    apps: z.array(text()).default([]).describe('Names of the apps that may use it.'),
    tokenTypes: z
      .array(z.enum(['access_token', 'id_token', 'refresh_token', 'saml2', 'jwt']))
      .default(['access_token', 'id_token', 'refresh_token', 'saml2', 'jwt'])
      .describe('The kinds of `subject_token_type` that it takes.'),
    username: text()
      .optional()
      .describe(
        "Reads `subject_token` as a JWT and makes a username of its claims: a claim's name (`email`), or text around claims (`{sub}@acme.example`). `exp` and `nbf` count if they are there; the signature only with certificate or jwks. Left out: module says it.",
      ),
    certificate: text(1_000_000)
      .optional()
      .describe(
        'With username: the certificate that the JWT must be signed with: PEM, base64 DER, or a path relative to the seed file. Left out: none.',
      ),
    jwks: text(1_000_000)
      .optional()
      .describe(
        'With username: the JWK Set of whoever signs the JWT (RSA or EC keys), as JSON or as a path relative to the seed file. Left out: none.',
      ),
    module: text(4096)
      .optional()
      .describe(
        'A JavaScript or TypeScript module, relative to the seed file, that takes the place of the Apex handler: its default export is called with `{token, tokenType, claims, appName}` and returns the username, or a promise of it; whatever else it returns or throws refuses the token. Only seed files may name one. Left out: username says it.',
      ),
  })
  .superRefine(({ username, certificate, jwks, module }, { addIssue }) => {
    const complain = (message: string) => addIssue({ code: 'custom', message });
    if ((username === undefined) === (module === undefined)) complain('give either username or module');
    else if (module !== undefined && (certificate ?? jwks) !== undefined) {
      complain('certificate and jwks go with username: a module verifies for itself');
    } else if (certificate !== undefined && jwks !== undefined) complain('give either certificate or jwks');
  });
