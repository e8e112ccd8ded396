/** What a store keeps of SAML messages that count once. */

export interface UsedAssertions {
  /**
   * Remembers a message, for as long as a million later ones.
   *
   * @param hash SHA-256 of what names it
   * @returns whether it was the first time
   */
  use(hash: Buffer): Promise<boolean>;
}
