/** What an org says of foreign tokens that it exchanges for its own. */

/** OauthTokenExchangeHandler (model.md 6.1): says whose a foreign token is. */
export interface TokenExchangeHandler {
  /** DeveloperName: what `token_handler` says. */
  readonly name: string;
  readonly isEnabled: boolean;
  /** Asked when `token_handler` is left out. */
  readonly isDefault: boolean;
  /** Names of the apps that may use it. */
  readonly apps: readonly string[];
  readonly tokenTypes: readonly SubjectTokenType[];
  /** How the token becomes a username. */
  readonly mapping: TokenMapping;
}

export type SubjectTokenType = 'access_token' | 'id_token' | 'refresh_token' | 'saml2' | 'jwt';

export type TokenMapping =
  /** By the claims of a JWT. `username` is a claim's name, or text with `{claim}` in it. Without keys nothing is verified. */
  | { readonly username: string; readonly keys: readonly VerificationKey[] | undefined }
  /** By a function of the user's own: the absolute path of an ES module. */
  | { readonly module: string };

export interface VerificationKey {
  /** Undefined: fits any `kid`. */
  readonly kid: string | undefined;
  /** SubjectPublicKeyInfo in PEM. */
  readonly publicKey: string;
}
