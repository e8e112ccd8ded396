/** The ways in which a token ends: dead everywhere as soon as that is answered. */
import { Browser, type Visitor } from '../../../src/testing/browser.ts';
import type { Random } from '../random.ts';
import { appOf } from '../seed.ts';
import { everywhere, type Soak, type Story } from '../soak.ts';
import { getToken, type TokenAnswer } from './ask-token.ts';

const app = appOf('Web_Server');

/** Ends the tokens of a log-in. @throws Lost */
type Ending = (soak: Soak, random: Random, tokens: TokenAnswer, user: Visitor) => Promise<unknown>;

const revoke = ({ fleet }: Soak, random: Random, token: string) =>
  fleet.post(fleet.any(random), '/services/oauth2/revoke', { token });

const endings: Readonly<Record<string, Ending>> = {
  'revoking the access token': (soak, random, { access_token }) => revoke(soak, random, access_token),
  'revoking the refresh token': (soak, random, { refresh_token = '' }) => revoke(soak, random, refresh_token),
  'DELETE /tokens': ({ fleet }, random, _tokens, { username }) =>
    fleet.lab(fleet.any(random), 'DELETE', `/tokens?username=${username}`),
  async 'DELETE /approvals/{id}'({ fleet }, random, _tokens, { username }) {
    const path = `/approvals?username=${username}`;
    const { approvals } = await fleet.lab<{ approvals: { id: string }[] }>(fleet.any(random), 'GET', path);
    for (const { id } of approvals) await fleet.lab(fleet.any(random), 'DELETE', `/approvals/${id}`);
  },
};

export const revocation: Story = (soak, random) =>
  soak.users.with(soak, random, async (user) => {
    const { fleet, report, tokens } = soak;
    const code = await fleet.code(fleet.any(random), app, user);
    const form = { grant_type: 'authorization_code', ...app.credentials, redirect_uri: app.callback, code };
    const issued = await getToken(fleet, random, form);
    const own = [issued.access_token];
    await everywhere(fleet, own, (_token, replica, lives) =>
      report.expect(lives, 'what was answered is there', () => `${replica.name} does not know a new token`),
    );
    const name = random.pick(Object.keys(endings));
    await endings[name]?.(soak, random, issued, user);
    tokens.ended(issued.access_token);
    await everywhere(fleet, own, (_token, replica, lives) =>
      report.expect(
        !lives,
        'what is revoked is dead everywhere',
        () => `an access token lives at ${replica.name} after ${name}`,
      ),
    );
  });

/** A browser logs in at one replica, is known at another, and logs out at a third. */
export const logOut: Story = (soak, random) =>
  soak.users.with(soak, random, async (user) => {
    const { fleet, report } = soak;
    const browser = new Browser();
    await fleet.code(fleet.any(random), app, user, browser);
    const isKnown = async () => {
      const walk = await fleet.walk(fleet.any(random), browser, (own, origin) => own.open(`${origin}/`));
      return walk.callback === undefined && walk.text.includes("You're logged in");
    };
    report.expect(await isKnown(), 'what was answered is there', () => 'a browser that logged in is unknown');
    await fleet.walk(fleet.any(random), browser, (own, origin) => own.open(`${origin}/secur/logout.jsp`));
    report.expect(
      !(await isKnown()),
      'what is revoked is dead everywhere',
      () => 'a browser that logged out is still known',
    );
  });
