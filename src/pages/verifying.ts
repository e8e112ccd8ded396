/** Who is at the page Verify Your Identity, as its proof says. */
import type { FastifyRequest } from 'fastify';
import { holdsSession } from '../oauth/session/sessions.ts';
import type { Org, User } from '../org/model.ts';
import type { World } from '../world/world.ts';
import { type Given, readProof } from './log-in-proof.ts';

export interface Verifying {
  readonly org: Org;
  readonly user: User;
  /** A password when left out. */
  readonly given?: Given;
}

/** Who gave their password a moment ago, or has their session in this browser. */
export async function whoVerifies(world: World, request: FastifyRequest): Promise<Verifying | undefined> {
  const { orgs, clock, key } = world;
  const proof = request.parameters.get('proof') ?? '';
  for (const given of ['password', 'session'] as const) {
    const userId = readProof(key, proof, clock.now(), given);
    const user = userId === undefined ? undefined : orgs.user(userId);
    const found = user && orgs.userByUsername(user.username);
    if (!found) continue;
    const isHere = given === 'password' || (await holdsSession(world, request, found.user));
    return isHere ? { ...found, given } : undefined;
  }
  return undefined;
}
