/** What was answered long ago is looked at again; and what people look at. */
import type { Random } from '../random.ts';
import { ORG } from '../seed.ts';
import { eachOf, lives, type Soak, type Story } from '../soak.ts';

const PAGES = [
  '/_fauxforce/tokens?limit=50',
  '/_fauxforce/approvals?limit=50',
  '/_fauxforce/usage',
  '/_fauxforce/logins?limit=50',
  '/_fauxforce/idp-events?limit=50',
  '/_fauxforce/outbox',
  '/_fauxforce/failures',
  '/_fauxforce/metrics',
  `/_fauxforce/records?org=${ORG}&object=Account`,
  '/_fauxforce/console',
  '/_fauxforce/console/journal',
  '/.well-known/openid-configuration',
  '/id/keys',
  '/services/data',
];

export const oldToken: Story = async (soak, random) => {
  const token = soak.tokens.anyLive(random);
  if (token !== undefined) await mustLive(soak, random, token);
};

/** Looks at all tokens that were answered. */
export async function everyToken(soak: Soak, random: Random): Promise<void> {
  await eachOf(soak.tokens.live, (token) => mustLive(soak, random, token));
  await eachOf(soak.tokens.dead, (token) => mustBeDead(soak, random, token));
}

async function mustLive({ fleet, tokens, report }: Soak, random: Random, token: string): Promise<void> {
  const replica = fleet.any(random);
  const isAlive = await lives(fleet, replica, token);
  report.count('looks at a token of an earlier answer');
  report.expect(
    // Somebody may have ended it meanwhile.
    isAlive || !tokens.isLive(token),
    'what was answered is there',
    () => `${replica.name} does not know ${token} any more`,
  );
}

async function mustBeDead({ fleet, report }: Soak, random: Random, token: string): Promise<void> {
  const replica = fleet.any(random);
  report.expect(
    !(await lives(fleet, replica, token)),
    'what is revoked is dead everywhere',
    () => `${token} lives again at ${replica.name}`,
  );
}

export const page: Story = async ({ fleet, report }, random) => {
  const path = random.pick(PAGES);
  const { status, text } = await fleet.send(fleet.any(random), path);
  report.expect(
    status < 400,
    'what the lab has answered is obeyed everywhere',
    () => `${path} answered ${status} ${text.slice(0, 200)}`,
  );
};

/** The whole state as one document. */
export const snapshot: Story = async ({ fleet }, random) => {
  await fleet.lab(fleet.any(random), 'GET', '/snapshot');
};
