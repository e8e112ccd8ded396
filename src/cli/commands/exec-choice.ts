/** Options of `exec` that are not options of the server. */
export interface ExecChoice {
  /** A name or a consumer key. */
  readonly app?: string;
  readonly user?: string;
  /** Whether the command calls Salesforce's own hosts, and this server is its proxy. */
  readonly proxy?: boolean;
  /** The file for the journal when the command fails. */
  readonly journal?: string;
}
