/** What a check of the authorize pipeline is, and what it may look at. */

import type { OrgDirectory } from '../../org/directory.ts';
import type { Host } from '../../org/hosts.ts';
import type { App, Org, User } from '../../org/model.ts';
import type { AccessFacts } from '../../policies/policy.ts';
import type { RefusalName, ValuesOf } from '../../refusals/catalogue.ts';
import { check, type Traced } from '../../refusals/check.ts';
import type { Surface } from '../../refusals/refusal.ts';
import type { StoredApproval } from '../../store/port.ts';
import type { Asked } from './request.ts';

/** A request whose client is not known yet. */
export interface Arrival {
  readonly method: string;
  /** Whether it came by http where Salesforce takes https only. */
  readonly needsHttps: boolean;
  readonly host: Host;
  /** The browser's address. */
  readonly ip: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly orgs: OrgDirectory;
  readonly asked: Asked;
  readonly app: App | undefined;
}

/** A request of a known app. */
export interface ClientRequest extends Arrival {
  readonly app: App;
}

/** A request of a known app, and the user who would approve it. */
export interface UserRequest extends ClientRequest {
  readonly org: Org;
  readonly user: User;
  /** The live approvals the user gave the app before, oldest first. */
  readonly approvals: readonly StoredApproval[];
}

/** The same, with what the policies of the org look at. */
export interface PolicyRequest extends UserRequest {
  readonly facts: AccessFacts;
}

/** A request that would show the user a page. */
export interface PageRequest extends Arrival {
  readonly pending: 'log in' | 'allow access';
}

/** A request whose user has pressed a button on the Allow Access page. */
export interface PressedRequest extends UserRequest {
  readonly pressed: 'Allow' | 'Deny';
}

/** One way of being refused: pure, and one per file. */
export interface Check<Context, Name extends RefusalName> {
  readonly refusal: Name;
  readonly holds: (context: Context) => boolean;
  /** What is compared; never secrets. */
  readonly values: (context: Context) => ValuesOf<Name>;
}

/** A check in its place in the pipeline, with the surface it refuses on. */
export interface Row<Context> {
  readonly surface: Surface;
  readonly refusal: RefusalName;
  readonly run: (request: Traced, context: Context) => void;
}

export function row<Context, Name extends RefusalName>(
  surface: Surface,
  { refusal, holds, values }: Check<Context, Name>,
): Row<Context> {
  return {
    surface,
    refusal,
    run: (request, context) => check(request, refusal, holds(context), values(context)),
  };
}

/** Before anybody has logged in: the org of the called My Domain, or the one that defines the app. */
export function orgBeforeLogin({ host, orgs, app }: ClientRequest): Org | undefined {
  return host.myDomain === undefined ? orgs.org(app.orgId) : orgs.orgByMyDomain(host.myDomain);
}
