/** The values of the demo org that recipes name: `{{Web_Server.key}}`, `{{ada.id}}`. */
import type { Org } from '../org/model.ts';
import { serviceProviderId } from '../org/service-provider.ts';

/** @param orgs with their demo names */
export function demoFacts(orgs: readonly Org[]): Map<string, string> {
  const facts = new Map([['org.id', orgs[0]?.id ?? '']]);
  for (const app of orgs.flatMap((org) => org.apps)) {
    const { name, consumerKey, consumerSecret, callbackUrls } = app;
    if (app.saml) facts.set(`${name}.sp`, serviceProviderId(app));
    facts.set(`${name}.key`, consumerKey).set(`${name}.secret`, consumerSecret);
    facts.set(`${name}.callback`, callbackUrls[0] ?? '');
  }
  for (const { username, id } of orgs.flatMap((org) => org.users)) {
    facts.set(`${username.split('@')[0]}.id`, id);
  }
  return facts;
}
