/** What the lab API answers, as far as commands and screens show it. */

export interface OrgFacts {
  readonly id: string;
  readonly name: string;
  readonly myDomain: string;
  readonly type: string;
  readonly isActive: boolean;
  readonly expiresAt?: string;
}

export interface AppFacts {
  readonly name: string;
  readonly kind: string;
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly callbackUrls: readonly string[];
  readonly flows: readonly string[];
}

export interface UserFacts {
  readonly username: string;
  readonly password: string;
  readonly securityToken: string;
  readonly totpSecret: string;
  readonly profile: string;
  readonly federationId?: string;
}

/** `GET /_fauxforce/orgs/{id}`. */
export interface WholeOrg {
  readonly org: OrgFacts;
  readonly instanceUrl: string;
  readonly apps: readonly AppFacts[];
  readonly users: readonly UserFacts[];
  /** The identity provider whose assertions log its users in. */
  readonly samlSso?: { readonly issuer: string; readonly identityMapping: 'Username' | 'FederationId' };
}

export interface ClockFacts {
  readonly now: string;
  readonly frozen: boolean;
}

export interface FailureFacts {
  readonly id: string;
  readonly what: string;
  readonly remaining: number | null;
  readonly struck: number;
  readonly every: number;
  readonly after: number;
  /** Milliseconds. */
  readonly delay: number;
  readonly where: Readonly<Record<string, string>>;
}

export interface TokenFacts {
  readonly kind: 'access' | 'refresh';
  readonly state: 'live' | 'expired' | 'ended';
  readonly client_id: string | null;
  readonly app: string | null;
  readonly username: string | null;
  readonly scope: string;
  readonly created_at: string;
  readonly expires_at: string | null;
}

export interface ApprovalFacts {
  readonly id: string;
  readonly client_id: string;
  readonly app: string | null;
  readonly username: string | null;
  readonly scope: string;
  readonly holds_refresh_token: boolean;
  readonly created_at: string;
  readonly use_count: number;
}
