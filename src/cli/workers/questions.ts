/** What the primary and its workers ask each other. */
import type { Socket } from 'node:net';
import type { Counted } from '../../journal/request-counts.ts';
import type { SentOrg } from './sent-orgs.ts';

/** How a worker begins. */
export interface Start {
  /** From 1, of so many. */
  readonly number: number;
  readonly of: number;
  readonly orgs: readonly SentOrg[];
  /** Of the primary: `http://localhost:7332`, and all its ports. */
  readonly url: string;
  readonly ports: readonly number[];
  readonly log: Log;
}

/** How requests are told: the primary knows where its output goes. */
export interface Log {
  readonly json: boolean;
  readonly quiet: boolean;
  /** Of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
}

/** What a worker answers. */
export interface OfWorker {
  /** Once it can serve. */
  serve(start: Start): Promise<void>;
  /** Takes a connection, which may have come as early as then, in milliseconds of real time. */
  connection(since: number, socket?: Socket): void;
  /** Once it has another seed. */
  seed(orgs: readonly SentOrg[]): Promise<void>;
  /** What it counted since it was asked last. */
  count(): Promise<Counted>;
  /** Once requests under way are answered and all is in the store. Answers what has kept it from there, in a sentence. */
  stop(): Promise<string | undefined>;
}

/** What the primary answers. */
export interface OfPrimary {
  /** What all workers have counted, in the form of Prometheus. */
  counts(): Promise<string>;
  /** Says what keeps https from working. */
  trouble(sentence: string): void;
}
