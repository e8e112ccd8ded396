/** Everything that a handler may use: the orgs, the store, the journal, time and randomness. The server makes it once. */

import type { FastifyReply } from 'fastify';
import type { LabClock } from '../ground/clock.ts';
import type { Entropy } from '../ground/entropy.ts';
import type { Journal } from '../journal/journal.ts';
import type { OrgDirectory } from '../org/directory.ts';
import type { Host } from '../org/hosts.ts';
import type { Refusal } from '../refusals/catalogue.ts';
import type { Surface } from '../refusals/refusal.ts';
import type { Trace } from '../refusals/trace.ts';
import type { Store } from '../store/port.ts';
import type { FormParameters, SentForm } from '../wire/form.ts';
import type { FormlessTokens } from './formless-tokens.ts';
import type { Key } from './keys.ts';
import type { LaterRecords } from './later-records.ts';
import type { OrgImage } from './org-image.ts';
import type { TokenCodec } from './token-codec.ts';
import type { UserCodes } from './user-codes.ts';

export interface World {
  /** Every org, app and user, in memory. It is replaced when a seed is read again, so ask for it in every request. */
  readonly orgs: OrgDirectory;
  /** Makes, changes and deletes orgs while the server runs. */
  readonly image: OrgImage;
  readonly store: Store;
  readonly key: Key;
  readonly codec: TokenCodec;
  readonly userCodes: UserCodes;
  readonly formlessTokens: FormlessTokens;
  readonly clock: LabClock;
  /** Moves the clock of an org for all processes on the store; `clock` alone would move it for this one. @throws StoreUnavailable */
  advance(orgId: string, milliseconds: number): Promise<void>;
  readonly entropy: Entropy;
  readonly journal: Journal;
  /** Records of seeds that nobody has asked for yet. */
  readonly laterRecords: LaterRecords;
}

/** How a handler answers refusals of some surfaces itself; the server answers all others. */
type OwnSurfaces = {
  readonly [Name in Surface]?: (refusal: Refusal) => FastifyReply | Promise<FastifyReply>;
};

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether pages link to the inspector, which explains what was refused. */
    explains: boolean;
  }
  interface FastifyRequest {
    trace: Trace;
    /** Which Salesforce host it was sent to. */
    calledHost: Host;
    /** Whether it came by http where Salesforce would see that: such requests are refused where it wants https. */
    needsHttps: boolean;
    /** Query and form body together; the query's parameters come first. */
    parameters: FormParameters;
    /** A body that is not a form, as it was received. */
    otherBody: Buffer | undefined;
    /** The body as it came, of a form that is not in several parts. */
    formText: string | undefined;
    /** The body of a form of Setup; undefined at all other paths. */
    sentForm: SentForm | undefined;
    ownSurfaces: OwnSurfaces | undefined;
  }
}
