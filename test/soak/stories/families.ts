/** A refresh token that rotates, used by one after the other and by many at once. */
import type { Fleet } from '../fleet.ts';
import type { Random } from '../random.ts';
import { appOf } from '../seed.ts';
import { everywhere, orLost, race, type Soak, type Story } from '../soak.ts';
import { askToken, getToken, isAlive, type TokenAnswer } from './ask-token.ts';

const app = appOf('Rotating');
const BUSY = 'token request is already being processed';

export const rotationRace: Story = (soak, random) =>
  soak.users.with(soak, random, async (user) => {
    const { fleet, report, tokens } = soak;
    const code = await fleet.code(fleet.any(random), app, user);
    const exchange = { grant_type: 'authorization_code', redirect_uri: app.callback, code };
    const first = await getToken(fleet, random, { ...app.credentials, ...exchange });
    /** Every answer of the family that brought tokens. */
    const family: TokenAnswer[] = [first];
    const newest = () => family.at(-1)?.refresh_token ?? '';
    for (let turns = random.between(0, 2); turns > 0; turns--)
      family.push(await refreshAlone(soak, random, newest()));
    const times = random.between(2, 6);
    const raced = newest();
    const answers = await raceOnce(soak, random, times, raced);
    const winners = answers.filter(({ status }) => status === 200);
    family.push(...winners);
    // Who came after the answer of the winner has used a token again that was rotated out: then all of them are dead.
    const isReused = answers.some(({ status, error_description: said }) => status !== 200 && said !== BUSY);
    const isAnswered = answers.length === times;
    report.expect(
      winners.length <= 1 && (winners.length === 1 || !isAnswered),
      'a family has one live token',
      () =>
        `${winners.length} of ${times} refreshes at once brought tokens: ${JSON.stringify(answers.map(({ error_description }) => error_description))}`,
    );
    if (isReused) report.count('families that a reuse ended');
    await onlyTheNewestLives(fleet, random, family, (alive) => {
      const mayLive = winners.length === 1 && !isReused ? newest() : undefined;
      report.expect(
        alive.every((token) => token === newest()) && alive.length <= 1,
        'a family has one live token',
        () => `of ${family.length} refresh tokens ${alive.length} live`,
      );
      report.expect(
        mayLive === undefined || !isAnswered || alive.includes(mayLive),
        'what was answered is there',
        () => 'the refresh token that a race brought is dead, and none was used again',
      );
      report.expect(
        !isReused || alive.length === 0,
        'what is revoked is dead everywhere',
        () => 'a family lives after one of its tokens was used again',
      );
    });
    if (winners.length === 1 && isAnswered && !isReused) {
      for (const { access_token } of family) tokens.add(access_token, user.username);
      return;
    }
    if (!isReused) return;
    await everywhere(
      fleet,
      family.map(({ access_token }) => access_token),
      (_token, replica, lives) =>
        report.expect(
          !lives,
          'what is revoked is dead everywhere',
          () => `an access token lives at ${replica.name} after a refresh token of its family was used again`,
        ),
    );
  });

/** As {@link refreshAlone}, all of them may be asked to come again: the refresh before may seem to be under way still. */
async function raceOnce(
  { fleet, report }: Soak,
  random: Random,
  times: number,
  token: string,
): Promise<TokenAnswer[]> {
  for (let tries = 0; ; tries++) {
    const answers = await race(times, () => refresh(fleet, random, token));
    const isAnswered = answers.length === times;
    if (tries === 20 || !isAnswered || answers.some(({ error_description: said }) => said !== BUSY))
      return answers;
    report.count('races whose requests were all taken for late ones of the refresh before');
  }
}

function refresh(fleet: Fleet, random: Random, token: string): Promise<TokenAnswer> {
  return askToken(fleet, random, { grant_type: 'refresh_token', ...app.credentials, refresh_token: token });
}

/** Nobody else uses the token; but a replica that the machine kept from reading cannot tell (docs/limits.md), and asks to come again. */
async function refreshAlone({ fleet, report }: Soak, random: Random, token: string): Promise<TokenAnswer> {
  for (let tries = 0; tries < 20; tries++) {
    const answer = await refresh(fleet, random, token);
    if (answer.status === 200) return answer;
    if (answer.error_description !== BUSY) throw new Error(`it answered ${JSON.stringify(answer)}`);
    report.count('refreshes of one after the other that were taken for two at once');
  }
  throw new Error(`a refresh alone was told '${BUSY}' again and again`);
}

/** @param tell which of a family's refresh tokens some replica takes for alive */
async function onlyTheNewestLives(
  fleet: Fleet,
  random: Random,
  family: readonly TokenAnswer[],
  tell: (alive: readonly string[]) => void,
): Promise<void> {
  const refreshTokens = family.flatMap(({ refresh_token }) => refresh_token ?? []);
  const asked = refreshTokens.map((token) => isAlive(fleet, random, app, token));
  const states = await orLost(Promise.all(asked));
  if (states) tell(refreshTokens.filter((_token, i) => states[i]));
}
