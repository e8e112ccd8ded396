/** The codes of users whom a walk logs in: of their authenticator app, which shows another one to each log-in as a code works once (RFC 6238 5.2), or of the mail. */
import type { User } from '../../org/model.ts';
import { codesNear } from '../../policies/totp.ts';
import { readOutbox } from '../../world/outbox.ts';
import type { World } from '../../world/world.ts';

/** Codes that are remembered; one is good for minutes. */
const MOST_SHOWN = 1_000;

const shown = new WeakMap<World, Set<string>>();

/** The code of now. If it was shown before, one of a moment later or earlier, which the server accepts too, as clocks differ. */
function nextCode(world: World, { username, totpSecret }: User): string {
  const before = shown.get(world) ?? new Set<string>();
  shown.set(world, before);
  const org = world.orgs.userByUsername(username)?.org;
  const [now = '', ...near] = codesNear(totpSecret, world.clock.of(org?.id ?? '').now());
  const isFresh = (code: string) => !before.has(`${username} ${code}`);
  const code = [now, ...near].find(isFresh) ?? now;
  before.add(`${username} ${code}`);
  const [oldest] = before;
  if (oldest !== undefined && before.size > MOST_SHOWN) before.delete(oldest);
  return code;
}

/** The code that the page asks for which the user is at. */
export async function codeAsked(world: World, user: User): Promise<string> {
  if (user.hasAuthenticator) return nextCode(world, user);
  const [message] = await readOutbox(world, { to: user.username, kind: 'identity-verification', limit: 1 });
  return message?.code ?? '';
}
