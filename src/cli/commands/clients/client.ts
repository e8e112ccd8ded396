/** The types of what `fauxforce env` knows about a client and about the server to point it at. */
import type { AppAndUser } from '../../../oauth/app-flows.ts';
import type { AppFlow } from '../../../org/flows.ts';
import { loginHostOf, myDomainHostOf } from '../../../org/hosts.ts';
import type { Org } from '../../../org/model.ts';
import type { Scope } from '../../../org/scopes.ts';

export interface Client {
  /** Names that people type; the first is the one that is listed. */
  readonly names: readonly [string, ...string[]];
  readonly title: string;
  /** The only kind of address that the client accepts; undefined if it accepts any. */
  readonly needs?: Address;
  /** The environment variable that makes it trust a certificate authority. */
  readonly caVariable?: string;
  /** What to set, or why it cannot be pointed here. Source: wire facts, clients.md, and what the packages say. */
  readonly setup: ((server: ServerFacts) => Setup) | CannotReach;
}

/** A kind of address. */
export interface Address {
  readonly pattern: RegExp;
  /** Words that follow "it always calls". */
  readonly words: string;
  /** The host that the client calls instead of this server, which is its proxy then; left out: this server by https will do. */
  readonly host?: (org: Org) => string;
}

export const HTTPS: Address = { pattern: /^https:/, words: 'https' };
export const SALESFORCE_HOST: Address = {
  pattern: /^https:\/\/[\w.-]+\.salesforce\.com$/,
  words: 'https://<domain>.salesforce.com',
  host: myDomainHostOf,
};
export const LOGIN_HOST: Address = {
  pattern: /^https:\/\/(?:login|test)\.salesforce\.com$/,
  words: 'https://login.salesforce.com or test.salesforce.com',
  host: loginHostOf,
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
  /** What the client is to call: `http://localhost:7332`, or a host that the server answers as. */
  readonly url: string;
  /** Where the server listens: `http://localhost:7332`. It is the proxy for Salesforce's hosts. */
  readonly proxy: string;
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
