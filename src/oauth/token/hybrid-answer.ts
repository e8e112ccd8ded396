/** What hybrid flows add to an answer: domains, session ids and cookies for the app's web views (authorize.md 6, token.md 11). */
import { areaHosts, type Host } from '../../org/hosts.ts';
import { id15 } from '../../org/ids.ts';
import type { Scope } from '../../org/scopes.ts';
import type { Granted } from '../../tokens/granted.ts';
import type { IssuedTokens } from '../../tokens/issue.ts';

/** Empty for a grant that is not hybrid, and without the scope `web`. How the values look is not known, `*_domain` aside. */
export function hybridMembers(
  granted: Granted,
  { tokenFormat, webSessions: sids }: IssuedTokens,
  calledHost: Host,
): Record<string, string> {
  const { org, user, scopes, webSessions } = granted;
  const has = (scope: Scope) => scopes.includes(scope) || scopes.includes('full');
  if (!webSessions || !sids || !has('web')) return {};
  const hosts = areaHosts(calledHost, org);
  // Salesforce's SDKs list them in this order; members that share a bucket keep it.
  return {
    ...(has('lightning') && { lightning_domain: hosts.lightning, lightning_sid: sids.lightning }),
    ...(has('visualforce') && { visualforce_domain: hosts.visualforce, visualforce_sid: sids.visualforce }),
    ...(has('content') && { content_domain: hosts.content, content_sid: sids.content }),
    ...(has('lightning') && { csrf_token: sids.csrf }),
    'cookie-clientSrc': webSessions.clientSource,
    'cookie-sid_Client': id15(user.id).slice(3) + id15(org.id).slice(3),
    sidCookieName: 'sid',
    // Stands in for the access token where web views cannot take it.
    ...(tokenFormat === 'jwt' && { parent_sid: sids.parent }),
  };
}
