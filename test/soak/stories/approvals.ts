/** A user who logs in to one app again and again: the sixth approval ends the one that was used least recently. */
import { appOf } from '../seed.ts';
import { orLost, race, type Story } from '../soak.ts';
import { askToken, isAlive } from './ask-token.ts';

const app = appOf('Web_Server');
const MOST = 5;

interface Listed {
  readonly approvals: readonly { readonly id: string }[];
}

export const manyApprovals: Story = (soak, random) =>
  soak.users.with(soak, random, async (user) => {
    const { fleet, report } = soak;
    const times = random.between(MOST + 1, MOST + 3);
    const answers = await race(times, async () => {
      const code = await fleet.code(fleet.any(random), app, user);
      const form = { grant_type: 'authorization_code', ...app.credentials, redirect_uri: app.callback, code };
      // A code is dead whose approval was ended by others meanwhile.
      return askToken(fleet, random, form);
    });
    const areAllAnswered = answers.length === times;
    const tell = (many: number, what: string) =>
      report.expect(
        many <= MOST && (many === MOST || !areAllAnswered),
        'a user has five approvals of an app at most',
        () => `${what} ${many} of ${user.username} after ${times} log-ins`,
      );
    const path = `/approvals?username=${user.username}&client_id=${app.key}`;
    for (const replica of fleet.up) {
      const listed = await orLost(fleet.lab<Listed>(replica, 'GET', path));
      if (listed) tell(listed.approvals.length, `${replica.name} lists`);
    }
    const states = await Promise.all(
      answers.map(({ refresh_token: token }) => token !== undefined && isAlive(fleet, random, app, token)),
    );
    tell(states.filter((state) => state).length, 'refresh tokens that live:');
  });
