/** A story that users tell, as the failures it is made of. */
export interface Scenario {
  /** What happens, in a sentence. */
  readonly story: string;
  /** As `POST /_fauxforce/failures` takes them. */
  readonly failures: readonly {
    readonly refusal?: string;
    readonly response?: object;
    readonly fault?: string;
    readonly times?: number;
    readonly every?: number;
    readonly where?: Readonly<Record<string, string>>;
  }[];
}
