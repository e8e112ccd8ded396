/** `urls` of userinfo and the identity URL: the entry points of each API (identity-and-resources.md 3.2). */
import { type Host, instanceUrl } from '../org/hosts.ts';
import type { Org, User } from '../org/model.ts';
import { profileUrl } from '../tokens/user-facts.ts';

/** @param version put in place of the text `{version}`, which stays otherwise, as at Salesforce */
export function clientUrls(host: Host, org: Org, user: User, version = '{version}'): Record<string, string> {
  const origin = instanceUrl(host, org);
  const rest = `${origin}/services/data/v${version}`;
  // SOAP URLs end in the 15-character id; Tooling's T is upper-case, and Chatter's URLs end without a slash (observed).
  const soap = (letter: string) => `${origin}/services/Soap/${letter}/${version}/${org.id.slice(0, 15)}`;
  return {
    enterprise: soap('c'),
    metadata: soap('m'),
    partner: soap('u'),
    rest: `${rest}/`,
    sobjects: `${rest}/sobjects/`,
    search: `${rest}/search/`,
    query: `${rest}/query/`,
    recent: `${rest}/recent/`,
    tooling_soap: soap('T'),
    tooling_rest: `${rest}/tooling/`,
    profile: profileUrl(host, org, user),
    feeds: `${rest}/chatter/feeds`,
    groups: `${rest}/chatter/groups`,
    users: `${rest}/chatter/users`,
    feed_items: `${rest}/chatter/feed-items`,
    feed_elements: `${rest}/chatter/feed-elements`,
    custom_domain: origin,
  };
}
