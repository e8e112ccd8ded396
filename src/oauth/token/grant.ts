/**
 * What a grant is. The endpoint parses the request, authenticates the client, runs the grant, issues and answers, in
 * that order for every grant; a grant only decides who gets what, as a list of refusals.
 *
 * To add one: write a file in `grants/` and name it in `grants/index.ts`.
 */

import type { Flow } from '../../org/flows.ts';
import type { Host } from '../../org/hosts.ts';
import type { App } from '../../org/model.ts';
import type { Traced } from '../../refusals/check.ts';
import type { Granted } from '../../tokens/granted.ts';
import type { FormParameters } from '../../wire/form.ts';
import type { World } from '../../world/world.ts';

/** A request to the token endpoint, parsed once. */
export interface TokenRequest extends Traced {
  readonly parameters: FormParameters;
  /** The Authorization header, if any. */
  readonly authorization: string | undefined;
  /** Headers by which a guest of a site exchanges a code (token.md 13). */
  readonly guest: { readonly requestType: string | undefined; readonly uvidHint: string | undefined };
  readonly calledHost: Host;
  /** The caller's address. */
  readonly ip: string;
}

interface GrantFacts {
  /** The value of `grant_type`. */
  readonly type: string;
  /** Whose policies it is checked by. */
  readonly flow: Flow;
  /** Whether `scope` is refused: by the grants that run on the app's scopes (token.md 1.6). */
  readonly refusesScope: boolean;
  /** The members of the answer: in the order listed, or in HashMap order (token.md 1.5). */
  readonly answer: { readonly members: readonly AnswerMember[]; readonly order: 'hash' | 'as-listed' };
}

/** A grant whose client is named by `client_id` and proves itself before the grant is looked at. */
export interface ClientGrant extends GrantFacts {
  readonly client: 'authenticated';
  /** Whether the consumer secret must be sent; one that is sent is checked in any case. */
  needsSecret(app: App): boolean;
  /** Whose log-in it is that failed because it names no client, for the login history. */
  identify?(request: TokenRequest, world: World): Promise<void>;
  /** @throws Refusal */
  decide(request: TokenRequest, world: World, client: App): Promise<Granted>;
}

/** A grant whose assertion names and proves the client. */
export interface AssertionGrant extends GrantFacts {
  readonly client: 'named-by-assertion';
  /** @throws Refusal */
  decide(request: TokenRequest, world: World): Promise<Granted>;
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
