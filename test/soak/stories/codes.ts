/** A code that many exchange at once. */
import { appOf } from '../seed.ts';
import { everywhere, race, type Story } from '../soak.ts';
import { askToken } from './ask-token.ts';

const app = appOf('Web_Server');

export const codeRace: Story = (soak, random) =>
  soak.users.with(soak, random, async (user) => {
    const { fleet, report, tokens } = soak;
    const code = await fleet.code(fleet.any(random), app, user);
    const form = {
      grant_type: 'authorization_code',
      ...app.credentials,
      redirect_uri: app.callback,
      code,
    };
    const times = random.between(2, 6);
    const answers = await race(times, () => askToken(fleet, random, form));
    const won = answers.filter(({ status }) => status === 200);
    const least = answers.length === times ? 1 : 0;
    report.expect(
      won.length <= 1 && won.length >= least,
      'a code works once',
      () => `${won.length} of ${times} exchanges at once brought tokens, and ${answers.length} were answered`,
    );
    for (const { access_token: token } of won) {
      tokens.add(token, user.username);
      await everywhere(fleet, [token], (_token, replica, lives) =>
        report.expect(lives, 'what was answered is there', () => `${replica.name} does not know ${token}`),
      );
    }
    // If no answer came, nobody knows whether it has been used.
    if (won.length === 0 && answers.length < times) return;
    report.expect(
      (await askToken(fleet, random, form)).status === 400,
      'a code works once',
      () => 'a code that had been answered brought tokens again',
    );
  });
