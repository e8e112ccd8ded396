/** Orgs that come, have their own time, and go. */
import type { Fleet } from '../fleet.ts';
import type { Random } from '../random.ts';
import { everywhere, orLost, type Story } from '../soak.ts';
import { askToken, getToken } from './ask-token.ts';

interface Made {
  readonly org: { readonly id: string };
  readonly apps: readonly { readonly consumerKey: string; readonly consumerSecret: string }[];
}

export const orgLife: Story = async (soak, random) => {
  const { fleet, report, tokens } = soak;
  const { org, apps } = await makeOrg(fleet, random);
  const { consumerKey: client_id = '', consumerSecret: client_secret = '' } = apps[0] ?? {};
  const form = { grant_type: 'client_credentials', client_id, client_secret };
  const before = await getToken(fleet, random, form);
  await fleet.lab(fleet.any(random), 'POST', `/clock?org=${org.id}`, { advance: '3h' });
  await everywhere(fleet, [before.access_token], (_token, replica, lives) =>
    report.expect(
      !lives,
      'what the lab has answered is obeyed everywhere',
      () => `a token lives at ${replica.name} three hours later by the clock of its org`,
    ),
  );
  const after = await getToken(fleet, random, form);
  await everywhere(fleet, [after.access_token], (_token, replica, lives) =>
    report.expect(
      lives,
      'what was answered is there',
      () => `${replica.name} does not know a token of an org with its own clock`,
    ),
  );
  await fleet.lab(fleet.any(random), 'DELETE', `/orgs/${org.id}`);
  tokens.ended(after.access_token);
  await everywhere(fleet, [after.access_token], (_token, replica, lives) =>
    report.expect(
      !lives,
      'what the lab has answered is obeyed everywhere',
      () => `a token lives at ${replica.name} after its org was deleted`,
    ),
  );
  const { status } = await askToken(fleet, random, form);
  report.expect(
    status === 400,
    'what the lab has answered is obeyed everywhere',
    () => `an app of a deleted org was answered ${status}`,
  );
};

/** A usable org; one whose answer was lost goes by itself. */
async function makeOrg(fleet: Fleet, random: Random): Promise<Made> {
  const name = `Soak ${random.between(0, 1_000_000_000)}`;
  const username = `runs${random.between(0, 1_000_000_000)}@soak.example`;
  return fleet.lab<Made>(fleet.any(random), 'POST', '/orgs', {
    org: { name },
    users: [{ username, profile: 'System Administrator' }],
    apps: [
      { name: 'Machine', scopes: ['api'], isClientCredentialEnabled: true, clientCredentialUser: username },
    ],
    expiresIn: '2d',
  });
}

const JUMPED = 'seconds that the clock of all was put forward';
/** Tokens that nobody uses end after two hours. */
const MOST_SECONDS = 3_600;

/** The clock of all goes on at all replicas, and tokens outlive it. */
export const clockJump: Story = async ({ fleet, report }, random) => {
  if (report.counted(JUMPED) > MOST_SECONDS) return;
  const before = await fleet.lab<{ now: string }>(fleet.any(random), 'GET', '/clock');
  const seconds = random.between(1, 20);
  await fleet.lab(fleet.any(random), 'POST', '/clock', { advance: `${seconds}s` });
  report.count(JUMPED, seconds);
  for (const replica of fleet.up) {
    const after = await orLost(fleet.lab<{ now: string }>(replica, 'GET', '/clock'));
    report.expect(
      after === undefined || Date.parse(after.now) >= Date.parse(before.now) + seconds * 1_000,
      'what the lab has answered is obeyed everywhere',
      () => `${replica.name} has ${after?.now}, ${seconds} s after ${before.now}`,
    );
  }
};
