/**
 * What a grant is. The endpoint parses the request, authenticates the client, runs the grant, issues and answers, in
 * that order for every grant; a grant only decides who gets what, as a list of refusals.
 *
 * To add one: write a file in `grants/` and name it in `grants/index.ts`. A service beside the grants is added the same way.
 */

import type { Flow } from '../../org/flows.ts';
import type { Host } from '../../org/hosts.ts';
import type { App } from '../../org/model.ts';
import type { Traced } from '../../refusals/check.ts';
import type { Granted } from '../../tokens/granted.ts';
import type { World } from '../../world/world.ts';

/** Parameters that the endpoint itself reads of every request. */
type Common =
  | 'grant_type'
  | 'client_id'
  | 'client_secret'
  | 'client_assertion'
  | 'client_assertion_type'
  | 'scope';

/** The parameters of a request, for somebody who may read these only. */
interface ParametersToRead<Name extends string> {
  get(name: Name): string | undefined;
  has(name: Name): boolean;
}

/** A request to the token endpoint, parsed once. `Read` names the parameters that a grant has declared. */
export interface TokenRequest<Read extends string = never> extends Traced {
  readonly parameters: ParametersToRead<Read | Common>;
  /** The Authorization header, if any. */
  readonly authorization: string | undefined;
  /** Headers by which a guest of a site exchanges a code (token.md 13). */
  readonly guest: { readonly requestType: string | undefined; readonly uvidHint: string | undefined };
  readonly calledHost: Host;
  /** The caller's address. */
  readonly ip: string;
}

interface GrantFacts<Read extends string> {
  /** The value of `grant_type`. */
  readonly type: string;
  /** Whose policies it is checked by. */
  readonly flow: Flow;
  /** What it reads beside the parameters of every request; nothing else can be read. */
  readonly parameters: readonly Read[];
  /** Whether `scope` is refused: by the grants that run on the app's scopes (token.md 1.6). */
  readonly refusesScope: boolean;
  /** The members of the answer: in the order listed, or in HashMap order (token.md 1.5). */
  readonly answer: { readonly members: readonly AnswerMember[]; readonly order: 'hash' | 'as-listed' };
}

/** A grant whose client is named by `client_id` and proves itself before the grant is looked at. */
export interface ClientGrant<Read extends string = string> extends GrantFacts<Read> {
  readonly client: 'authenticated';
  /** Whether the consumer secret must be sent; one that is sent is checked in any case. */
  needsSecret(app: App): boolean;
  /** Whose log-in it is that failed because it names no client, for the login history. */
  identify?(request: TokenRequest<Read>, world: World): Promise<void>;
  /** @throws Refusal */
  decide(request: TokenRequest<Read>, world: World, client: App): Promise<Granted>;
}

/** A grant whose assertion names and proves the client. */
export interface AssertionGrant<Read extends string = string> extends GrantFacts<Read> {
  readonly client: 'named-by-assertion';
  /** @throws Refusal */
  decide(request: TokenRequest<Read>, world: World): Promise<Granted>;
}

export function clientGrant<const Read extends string>(
  grant: Omit<ClientGrant<Read>, 'client'>,
): ClientGrant<Read> {
  return { client: 'authenticated', ...grant };
}

export function assertionGrant<const Read extends string>(
  grant: Omit<AssertionGrant<Read>, 'client'>,
): AssertionGrant<Read> {
  return { client: 'named-by-assertion', ...grant };
}

/** What the token endpoint does beside its grants: it answers in members of its own, and issues nothing that grants do. */
export interface TokenService<Read extends string = string> {
  readonly name: string;
  /** Who is asked about first: a grant only answers what no service does. */
  isAskedBy(request: TokenRequest<Read>): boolean;
  readonly parameters: readonly Read[];
  /**
   * The members of the answer, in the order Salesforce writes them.
   *
   * @throws Refusal
   */
  answer(request: TokenRequest<Read>, world: World): Promise<Record<string, unknown>>;
}

export function tokenService<const Read extends string>(service: TokenService<Read>): TokenService<Read> {
  return service;
}

export type Grant = ClientGrant | AssertionGrant;

export type AnswerMember =
  | 'access_token'
  | 'refresh_token'
  | 'sfdc_community_url'
  | 'sfdc_community_id'
  | 'signature'
  | 'token_format'
  | 'scope'
  | 'id_token'
  | 'instance_url'
  | 'id'
  | 'token_type'
  | 'issued_at'
  | 'api_instance_url';
