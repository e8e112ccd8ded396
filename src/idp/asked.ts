/** What a service provider, or a link of the app launcher, asks for: on its way through the pages it is sealed in a URL of ours. */
import type { Row } from '../store/port.ts';
import { writeQuery } from '../wire/form.ts';
import { IDP_LOG_IN } from '../wire/paths.ts';
import { seal, unseal } from '../world/sealed.ts';
import type { World } from '../world/world.ts';

/** Bytes of UTF-8; SAML 2.0 speaks of 80, and real ones are longer (bindings 3.4.3). */
export const LONGEST_RELAY_STATE = 4_096;

/** An AuthnRequest that passed the checks of its arrival. */
export interface Asked {
  /** Whose app was asked for: who logs in may be of another org that has one of its entity id. */
  readonly orgId: string;
  readonly issuer: string;
  readonly id: string;
  /** Where it wants the answer; undefined: where the app is registered. */
  readonly acsUrl?: string | undefined;
  readonly binding?: string | undefined;
  readonly relayState?: string | undefined;
  readonly forceAuthn: boolean;
  readonly isPassive: boolean;
  /** SHA-256 of the certificate that verified it. */
  readonly signedBy?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** The session that the browser already had. */
  readonly sessionAtStart?: Row | undefined;
  /** It came in a form, which carries no cookie: which session the browser has is seen at the next request. */
  readonly isArriving?: true | undefined;
}

const PURPOSE = 'SAML request';

/** Path and query that go on with it. */
export function logInPathOf(world: World, asked: Asked): string {
  return `${IDP_LOG_IN}?${writeQuery({ source: seal(world, PURPOSE, asked) })}`;
}

/** Undefined for what this server has not sealed. */
export function openAsked(world: World, source: string): Asked | undefined {
  return unseal<Asked>(world, PURPOSE, source);
}
