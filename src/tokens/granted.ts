/** What was decided before tokens are issued. */
import type { App, Org, User } from '../org/model.ts';
import type { Scope } from '../org/scopes.ts';
import type { AccessToken, Issued, NewRefreshToken, Row } from '../store/port.ts';

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
