/** What `fauxforce env` knows of a client, and of the server to point it at. */
import type { AppAndUser, AppFlow } from '../../../oauth/app-flows.ts';
import type { Org } from '../../../org/model.ts';
import type { Scope } from '../../../org/scopes.ts';

export interface Client {
  /** As people type it; the first is the one that is listed. */
  readonly names: readonly [string, ...string[]];
  readonly title: string;
  /** The only address that it can be pointed at, where that is not any. */
  readonly needs?: Address;
  /** The variable by which it is told of the certificate authority of a TLS proxy. */
  readonly caVariable?: string;
  /** What to set, or why it cannot be pointed here. Source: wire facts, clients.md, and what the packages say. */
  readonly setup: ((server: ServerFacts) => Setup) | CannotReach;
}

/** An address by how it begins and ends. */
export interface Address {
  readonly pattern: RegExp;
  /** Words that follow "it always calls". */
  readonly words: string;
  /** One that fits. */
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
  /** The one that log-ins lead to. */
  readonly org: Org;
  /**
   * An app for a flow and a user who may use it: the one that fits a client best.
   *
   * @throws CommandError when there is none
   */
  find(flow: AppFlow, wishes?: Wishes): Found;
  /** As {@link find}, for what a client can do without. */
  findAny(flow: AppFlow, wishes?: Wishes): Found | undefined;
  /** Where the private key of the certificate of the app for the JWT bearer flow is. */
  readonly privateKeyFile: string;
}

/** What a client does of its own accord. */
export interface Wishes {
  /** The app that it brings, which is in every org. */
  readonly consumerKey?: string;
  /** Where it is called back; left out: wherever the app says. */
  readonly callback?: string;
  /** What it asks for. */
  readonly scopes?: readonly Scope[];
  /** Whether it sends a code challenge, at least when told to. */
  readonly pkce?: boolean;
}

export interface Found extends AppAndUser {
  readonly callback: string;
  /** What the app lacks of the wishes, and who logs in. */
  readonly notes: readonly string[];
}
