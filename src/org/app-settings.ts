/** Parts of what apps are set to (model.md 1.2 to 1.5). */

export interface MobilePolicy {
  /** Minutes. */
  readonly screenLock: number;
  /** Digits. */
  readonly pinLength: number;
}

export interface SessionPolicy {
  /** Minutes; undefined means the profile's, then the org's. */
  readonly sessionTimeout: number | undefined;
  readonly sessionLevel: 'LOW' | 'STANDARD' | 'HIGH_ASSURANCE' | undefined;
  readonly policyAction: 'Block' | 'RaiseSessionLevel' | undefined;
}

export interface IdTokenSettings {
  /** Minutes, 1 to 720; Salesforce's default is 2. */
  readonly validity: number;
  readonly audiences: readonly string[];
  readonly includeStandardClaims: boolean;
  readonly includeAttributes: boolean;
  readonly includeCustomPermissions: boolean;
}

/** Setup > OAuth settings > Asset token (model.md 1.2, `assetTokenConfig`). */
export interface AssetTokenSettings {
  readonly audiences: readonly string[];
  /** Seconds. */
  readonly validity: number;
  readonly includeAttributes: boolean;
  readonly includeCustomPermissions: boolean;
}

/** Evaluated only when a refresh token is used (model.md 4.3). Periods in milliseconds. */
export type RefreshTokenPolicy =
  | { readonly kind: 'infinite' }
  | { readonly kind: 'zero' }
  | { readonly kind: 'specific_lifetime'; readonly period: number }
  | { readonly kind: 'specific_inactivity'; readonly period: number };
