/** `response_type=code`, the web server flow: `code`, then `state`, with the site between them for a log-in on one. Source: authorize.md 4.2, 4.3. */
import { withQuery } from '../../org/callback.ts';
import { communityMembers } from '../../org/sites.ts';
import { writeQuery } from '../../wire/form.ts';
import { grantedScopes } from '../requested-scopes.ts';
import type { ResponseType } from './approved.ts';

export const answerWithCode: ResponseType['respond'] = async (world, { request, approval }) => {
  const { app, asked, org, user, host } = request;
  const redirectUri = asked.redirect_uri ?? '';
  const secret = world.codec.draw('code');
  const row = await world.store.codes.append({
    secretHash: secret.hash,
    orgId: org.id,
    userId: user.id,
    consumerKey: app.consumerKey,
    scopes: grantedScopes(app, asked).join(' '),
    redirectUri,
    codeChallenge: asked.code_challenge,
    nonce: asked.nonce,
    issuer: host.origin,
    approval,
    createdAt: world.clock.of(org.id).now(),
  });
  return withQuery(
    redirectUri,
    writeQuery({
      code: world.codec.write(secret, row, org.id),
      ...communityMembers(host, org),
      state: asked.state,
    }),
  );
};
