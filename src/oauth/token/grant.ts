/**
 * What a grant is. The endpoint parses the request, authenticates the client, runs the grant, issues and answers, in
 * that order for every grant; a grant only decides who gets what, as a list of refusals.
 *
 * To add one: write a file in `grants/` and name it in `grants/index.ts`.
 */
import type { Trace } from '../../journal/trace.ts';
import type { Host } from '../../org/hosts.ts';
import type { App, Org, User } from '../../org/model.ts';
import type { Scope } from '../../org/scopes.ts';
import type { AccessToken, Issued, NewRefreshToken, Row } from '../../store/port.ts';
import type { FormParameters } from '../../wire/form.ts';
import type { World } from '../../world.ts';
import type { Flow } from '../policies/policy.ts';

/** A request to the token endpoint, parsed once. */
export interface TokenRequest {
  readonly parameters: FormParameters;
  /** The Authorization header, if any. */
  readonly authorization: string | undefined;
  /** Headers by which a guest of a site exchanges a code (token.md 13). */
  readonly guest: { readonly requestType: string | undefined; readonly uvidHint: string | undefined };
  readonly calledHost: Host;
  /** The caller's address. */
  readonly ip: string;
  readonly trace: Trace;
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

/** What a grant decided: for whom, for what, and which store operation redeems it. */
export interface Granted {
  readonly org: Org;
  readonly user: User;
  readonly app: App;
  readonly scopes: readonly Scope[];
  /** A refresh token goes with it: one that fills this approval, or makes its own. */
  readonly refreshToken?: { readonly approval: Row | undefined };
  /** A refresh token that replaces the one used goes with it. */
  readonly successor?: true;
  /** For the ID token: where the user authorized, and the nonce given there. */
  readonly authorizedAt?: { readonly issuer: string; readonly nonce: string | undefined };
  /** The response type asked for no ID token, whatever the scopes. */
  readonly withoutIdToken?: true;
  /** Session ids for the app's web views go with it: the hybrid flows. */
  readonly webSessions?: {
    /** The caller's address. */
    readonly clientSource: string;
  };
  /** A password was what it took. */
  readonly byPassword?: true;
  /** The browser session that the access token is given in, and dies with. */
  readonly session?: Row | undefined;
  /** Keeps other requests from what was presented until this one is answered. Left out, none has to wait. @throws Refusal */
  hold?(): Promise<void>;
  /** Spends what was presented and appends the tokens, in one commit. Left out, they are just appended. */
  redeem?(accessToken: AccessToken, refreshToken: NewRefreshToken | undefined): Promise<Issued>;
}
