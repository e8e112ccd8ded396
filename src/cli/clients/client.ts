/** What `fauxforce env` knows of a client, and of the server to point it at. */
import type { App, User } from '../../org/model.ts';

export interface Client {
  /** As people type it; the first is the one that is listed. */
  readonly names: readonly [string, ...string[]];
  readonly title: string;
  /** What to set, or why it cannot be pointed here. Source: wire facts, clients.md. */
  readonly setup: ((server: ServerFacts) => Setup) | CannotReach;
}

export interface CannotReach {
  readonly because: string;
}

export interface Setup {
  /** Environment variables. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Commands to run, or lines of code or configuration to write. */
  readonly lines?: readonly string[];
  readonly notes?: readonly string[];
}

export interface ServerFacts {
  /** `http://localhost:7332` */
  readonly url: string;
  /** An app that may use the flow. */
  app(flow: Flow): App;
  /** A user who can log in by browser and API. */
  readonly user: User;
  /** Where the private key of the JWT app's certificate is. */
  readonly privateKeyFile: string;
}

export type Flow = 'web server' | 'client credentials' | 'JWT bearer' | 'username-password';

/** Reminds of the one setting that real apps forget. */
export function callbackNote(url: string, { callbackUrls, name }: App): string[] {
  return callbackUrls.includes(url) ? [] : [`Add ${url} to callbackUrls of ${name} in your seed.`];
}
