/** A failure that is armed for some requests, which many send at once. */
import { appOf, SECURITY_TOKEN } from '../seed.ts';
import { orLost, race, type Story } from '../soak.ts';
import { askToken } from './ask-token.ts';

const app = appOf('Username_Password');

export const armedOnce: Story = (soak, random) =>
  soak.users.with(soak, random, async ({ username, password }) => {
    const { fleet, report, tokens } = soak;
    const times = random.between(1, 2);
    const where = { endpoint: 'token', username };
    const order = { refusal: 'app.blocked', times, where };
    const { id } = await fleet.lab<{ id: string }>(fleet.any(random), 'POST', '/failures', order);
    const form = {
      grant_type: 'password',
      ...app.credentials,
      username,
      password: password + SECURITY_TOKEN,
    };
    const sent = times + random.between(1, 4);
    const answers = await race(sent, () => askToken(fleet, random, form));
    for (const { access_token: token } of answers) if (token) tokens.add(token, username);
    const struck = answers.filter(({ status }) => status !== 200).length;
    report.expect(
      struck <= times && (struck === times || answers.length < sent),
      'a failure strikes as often as it is armed',
      () => `${id}, armed for ${times}, struck ${struck} of ${answers.length} answered requests`,
    );
    // What struck nobody must not strike the user's next story.
    for (let tries = 0; answers.length < sent && tries < 20; tries++) {
      const disarmed = await orLost(
        fleet.send(fleet.any(random), `/_fauxforce/failures/${id}`, { method: 'DELETE' }),
      );
      if (disarmed) return;
    }
  });
