/** The authenticator app of the kit's users: a code works once (RFC 6238 5.2), so it shows another one to each log-in. */
import type { User } from '../org/model.ts';
import { codesNear } from '../policies/totp.ts';
import type { World } from '../world/world.ts';

const shown = new WeakMap<World, Set<string>>();

/** The code of now. If it was shown before, one of a moment later or earlier, which the server accepts too, as clocks differ. */
export function nextCode(world: World, { username, totpSecret }: User): string {
  const before = shown.get(world) ?? new Set<string>();
  shown.set(world, before);
  const org = world.orgs.userByUsername(username)?.org;
  const [now = '', ...near] = codesNear(totpSecret, world.clock.of(org?.id ?? '').now());
  const isFresh = (code: string) => !before.has(`${username} ${code}`);
  const code = [now, ...near].find(isFresh) ?? now;
  before.add(`${username} ${code}`);
  return code;
}
