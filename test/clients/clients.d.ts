/** As much of two clients without types of their own as the tests use. */

declare module 'passport' {
  import type { IncomingMessage, ServerResponse } from 'node:http';
  import type Strategy from 'passport-salesforce-oauth2';

  type Done = (error: Error | null, user?: unknown, info?: { readonly message: string }) => void;
  type Handler = (request: IncomingMessage, response: ServerResponse, next: (error: Error) => void) => void;

  export class Passport {
    use(strategy: Strategy): this;
    authenticate(strategy: string, options: { readonly session: false }, done: Done): Handler;
  }
}

declare module 'passport-salesforce-oauth2' {
  /** What `lib/profile.js` makes of userinfo. */
  export interface Profile {
    readonly id: string;
    readonly organization_id: string;
    readonly username: string;
    readonly displayName: string;
    readonly email: string;
  }

  export default class Strategy {
    constructor(
      options: Readonly<Record<string, string | boolean>>,
      verify: (
        accessToken: string,
        refreshToken: string,
        profile: Profile,
        done: (error: Error | null, user: object) => void,
      ) => void,
    );
  }
}
