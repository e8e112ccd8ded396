/** A user at a page of Setup: who, where, and what they sent. */
import type { Host } from '../org/hosts.ts';
import type { Org, User, UserPermissions } from '../org/model.ts';
import type { Subject } from '../org/subject.ts';
import type { Traced } from '../refusals/check.ts';
import type { Row } from '../store/port.ts';
import type { FormParameters } from '../wire/form.ts';
import type { World } from '../world/world.ts';
import type { SentValues } from './forms/sent.ts';
import type { Answer } from './frame/blocks.ts';

export interface Visit {
  readonly world: World;
  /** For checks, and for what the trace should know. */
  readonly request: Traced;
  readonly org: Org;
  readonly user: User;
  readonly subject: Subject;
  /** Of the session, whose forms only it can send. */
  readonly session: Row;
  readonly host: Host;
  readonly ip: string;
  /** Path of this page below the host's base. */
  readonly path: string;
  readonly query: FormParameters;
  /** Empty unless a form was sent. */
  readonly sent: SentValues;
  readonly cookies: string | undefined;
}

/** All that are named must hold; of a list, one. */
export type Needs = readonly (keyof UserPermissions | readonly (keyof UserPermissions)[])[];

export interface SetupPage {
  show(visit: Visit): Answer | Promise<Answer>;
  /** Takes what a form or a button of the page sent, once it is proven that the page did. */
  save?(visit: Visit): Answer | Promise<Answer>;
  /** Shows a form with what was sent again, when that is not proven: it was opened in another session. Changes nothing. */
  showAgain?(visit: Visit, problem: string): Answer | Promise<Answer>;
  /** What saving needs beyond seeing. */
  readonly saves?: Needs;
}
