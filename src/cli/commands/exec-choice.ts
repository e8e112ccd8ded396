/** What `exec` is told beside the options of the server. */
export interface ExecChoice {
  /** A name or a consumer key. */
  readonly app?: string;
  readonly user?: string;
  /** Where the journal goes when the command fails. */
  readonly journal?: string;
}
