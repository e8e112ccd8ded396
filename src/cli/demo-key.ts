/** The private key that ships with the demo org. */
import type { App } from '../org/model.ts';
import { DEMO_KEY, demoOrgs } from '../seed/demo.ts';

/** The file with the private key of an app's certificate, if the app is one of the demo org. */
export async function demoKeyOf({ consumerKey }: Pick<App, 'consumerKey'>): Promise<string | undefined> {
  const apps = (await demoOrgs()).flatMap((org) => org.apps);
  const app = apps.find((candidate) => candidate.consumerKey === consumerKey);
  return app?.certificate === undefined ? undefined : DEMO_KEY;
}

/** As {@link demoKeyOf}, for the identity provider that the demo org trusts. */
export async function demoKeyOfIssuer(issuer: string): Promise<string | undefined> {
  const orgs = await demoOrgs();
  return orgs.some(({ settings }) => settings.samlSso?.issuer === issuer) ? DEMO_KEY : undefined;
}
