/** Log-ins of APIs: one text that is a password, and right behind it what else is asked for (token.md 5, identity-and-resources.md 9). */
import type { User } from '../org/model.ts';
import { hasPermission } from '../org/permissions.ts';
import type { RefusalName } from '../refusals/catalogue.ts';
import type { Traced } from '../refusals/check.ts';
import type { LogInTry } from '../store/port.ts';
import { nearMissOf } from '../wire/near-miss.ts';
import { sameText } from '../wire/secrets.ts';
import type { World } from '../world/world.ts';
import { tryLogIn } from './lockout.ts';
import { policies } from './policies.ts';
import type { UserFacts } from './policy.ts';
import { stepOfTotp } from './totp.ts';

type Proof = Pick<LogInTry, 'found' | 'codeStep'>;
const WRONG: Proof = { found: 'wrong' };

/** Refusals that a test may arm: the real ones count as a wrong password, so that the armed ones must, too. */
interface WrongByName {
  readonly password: RefusalName;
  readonly following?: RefusalName;
}

export interface TriedPassword {
  /** Whether the text begins with the user's password. */
  readonly startsRight: boolean;
  /** Whether a security token follows it that is not the user's. */
  readonly isTokenWrong: boolean;
  readonly nearMiss: string | undefined;
  readonly verification: NonNullable<UserFacts['verification']>;
}

/**
 * Tries the password and what follows it, and counts what is wrong.
 *
 * @param sent the password with, where one is needed, the security token or the code of an authenticator appended
 * @throws Refusal when the user is locked out
 */
export async function tryPassword(
  world: World,
  request: Traced,
  facts: UserFacts,
  sent: string,
  armed: WrongByName,
): Promise<TriedPassword> {
  const { user } = facts;
  const { trace } = request;
  const startsRight =
    sameText(sent.slice(0, user.password.length), user.password) && !(await trace.isArmed(armed.password));
  const following = sent.slice(user.password.length);
  const isSpoiled = startsRight && armed.following !== undefined && (await trace.isArmed(armed.following));
  const proof = startsRight && !isSpoiled ? readProof(facts, following) : WRONG;
  const outcome = await tryLogIn(world, request, facts, proof);
  return {
    startsRight,
    isTokenWrong: startsRight && proof.found === 'wrong' && !hasPermission(facts, 'twoFactorApi'),
    nearMiss: startsRight ? undefined : nearMissOfPassword(sent, user),
    verification: {
      sent: following !== '',
      isRight: following !== '' && outcome === 'right',
      isUsed: outcome === 'used',
      nearMiss: outcome === 'right' ? undefined : nearMissOfToken(following, user),
    },
  };
}

/**
 * What follows the password: the security token or, with MFA for API log-ins, a code of the user's authenticator. A wrong one
 * counts like a wrong password (Salesforce Help, Restrict Where and When Users Can Log In), a missing one does not.
 */
function readProof(facts: UserFacts, following: string): Proof {
  const { user, now } = facts;
  if (following === '') {
    const needsNone = policies.holds('user', { ...facts, verification: { sent: false, isRight: false } });
    return { found: needsNone ? 'right' : 'unfinished' };
  }
  if (hasPermission(facts, 'twoFactorApi')) {
    const codeStep = stepOfTotp(following, user.totpSecret, now);
    return codeStep === undefined ? WRONG : { found: 'right', codeStep };
  }
  return sameText(following, user.securityToken) ? { found: 'right' } : WRONG;
}

function nearMissOfToken(sent: string, { securityToken }: User): string | undefined {
  if (sent !== '' && sent.trim() === '') return 'only white space follows it';
  return nearMissOf(sent, securityToken);
}

/** Of the password alone, or with the security token after it. */
function nearMissOfPassword(sent: string, { password, securityToken }: User): string | undefined {
  return nearMissOf(sent, password) ?? nearMissOf(sent, password + securityToken);
}
