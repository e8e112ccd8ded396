/** Where a refusal strikes. */

/** Where a request stands that has passed the checks of some part of the server. */
export type Place =
  | 'server'
  | 'authorize'
  | 'approval'
  | 'log-in'
  | 'connect'
  | 'headless'
  | 'headless-user'
  | 'headless-log-in'
  | 'token'
  | 'asset'
  | 'introspect'
  | 'revoke'
  | 'register'
  | 'singleaccess'
  | 'front-door'
  | 'setup'
  | 'idp-request'
  | 'idp'
  | 'identity'
  | 'rest'
  | 'record'
  | 'query'
  | 'job'
  | 'async'
  | 'soap'
  | 'soap-session'
  | 'soap-password'
  | 'soap-record'
  | 'soap-log-in';

/** The parts of the server that refuse by a name. */
export interface Reach {
  readonly places: readonly Place[];
  /** Grant types of the token endpoint, '' for requests without one; undefined for any. */
  readonly grants: readonly string[] | undefined;
}

/** These parts of the server; the token endpoint for every grant. */
export function place(...places: readonly Place[]): Reach {
  return { places, grants: undefined };
}

/** The token endpoint, for some grant types alone: '' stands for requests without one. */
export function token(...grants: readonly string[]): Reach {
  return { places: ['token'], grants };
}
