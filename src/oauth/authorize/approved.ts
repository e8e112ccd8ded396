/** What the end of the pipeline hands to a response type. */
import type { LogIn } from '../../refusals/trace.ts';
import type { Row } from '../../store/port.ts';
import type { World } from '../../world/world.ts';
import type { UserRequest } from './check.ts';

/** A request that passed every check and that its user, or an admin for them, approved. */
export interface Approved {
  readonly request: UserRequest;
  /** The approval it rests on, if the user gave it. */
  readonly approval: Row | undefined;
  /** The browser session of the user, unless it is an access token's. */
  readonly session?: Row | undefined;
}

/** A value of `response_type`. */
export interface ResponseType {
  /** Whose checks the request must pass: see the pipeline. */
  readonly flow: 'webServerFlow' | 'userAgentFlow' | 'codeCredentialsFlow';
  /** Returns the URL to send the browser to: the redirect_uri with the answer on it. */
  respond(world: World, approved: Approved): Promise<string>;
  /** Of one that is a log-in to the app by itself; for a code, its exchange is. */
  readonly logIn?: LogIn;
}
