/** The types of what `fauxforce env` knows about a client and about the server to point it at. */
import type { AppAndUser } from '../../../oauth/app-flows.ts';
import type { AppFlow } from '../../../org/flows.ts';
import type { Org } from '../../../org/model.ts';
import type { Scope } from '../../../org/scopes.ts';

export interface Client {
  /** Names that people type; the first is the one that is listed. */
  readonly names: readonly [string, ...string[]];
  readonly title: string;
  /** The only kind of address that the client accepts; undefined if it accepts any. */
  readonly needs?: Address;
  /** The environment variable for the certificate authority of a TLS proxy. */
  readonly caVariable?: string;
  /** What to set, or why it cannot be pointed here. Source: wire facts, clients.md, and what the packages say. */
  readonly setup: ((server: ServerFacts) => Setup) | CannotReach;
}

/** A kind of address. */
export interface Address {
  readonly pattern: RegExp;
  /** Words that follow "it always calls". */
  readonly words: string;
  /** An address that matches the pattern. */
  readonly example: string;
}

export const HTTPS: Address = { pattern: /^https:/, words: 'https', example: 'https://localhost:8443' };
export const SALESFORCE_HOST: Address = {
  pattern: /^https:\/\/[\w.-]+\.salesforce\.com$/,
  words: 'https://<domain>.salesforce.com',
  example: 'https://acme.my.salesforce.com',
};
export const LOGIN_HOST: Address = {
  pattern: /^https:\/\/(?:login|test)\.salesforce\.com$/,
  words: 'https://login.salesforce.com or test.salesforce.com',
  example: 'https://login.salesforce.com',
};

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
  /** The org that users log in to at this address. */
  readonly org: Org;
  /**
   * Finds the app that suits the client best for a flow, and a user who may use it.
   *
   * @throws CommandError when there is none
   */
  find(flow: AppFlow, wishes?: Wishes): Found;
  /** As {@link find}, but undefined if there is none: for a flow that the client can do without. */
  findAny(flow: AppFlow, wishes?: Wishes): Found | undefined;
  /** The private key of the certificate of the app that the JWT bearer flow uses. */
  readonly privateKeyFile: string;
}

/** What a client does without being told. */
export interface Wishes {
  /** The app that the client itself brings, which is in every org. */
  readonly consumerKey?: string;
  /** The callback URL that it uses; undefined: one of the app's. */
  readonly callback?: string;
  /** The scopes that it requests. */
  readonly scopes?: readonly Scope[];
  /** Whether it can send a code challenge. */
  readonly pkce?: boolean;
}

export interface Found extends AppAndUser {
  readonly callback: string;
  /** Which wishes the app does not meet, and who logs in. */
  readonly notes: readonly string[];
}
