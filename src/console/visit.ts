/** What a page of the inspector is asked, and what it may answer. */
import { LabProblem } from '../lab/plane/answer-problem.ts';
import type { App } from '../org/model.ts';
import type { Key } from '../world/keys.ts';
import type { Lab } from './lab.ts';

export interface Visit {
  /** Segments below `/_fauxforce/console`, decoded. */
  readonly path: readonly string[];
  readonly query: ReadonlyMap<string, string>;
  /** Of a POST. */
  readonly form: ReadonlyMap<string, string>;
  /** The lab API: everything that a page shows or changes comes through it. */
  readonly lab: Lab;
  /** Sends a request to the Salesforce plane of this server. */
  readonly hop: (hop: Hop) => Promise<HopAnswer>;
  /** The app with this consumer key, for links to its pages. */
  readonly appOf: (consumerKey: string) => App | undefined;
  /** As the browser calls this server: `http://localhost:7332`. */
  readonly origin: string;
  /** Of the store, and so of all its processes. */
  readonly key: Key;
}

/** A request to this server, as a client of Salesforce sends it. */
export interface Hop {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly form?: Readonly<Record<string, string>>;
  /** An access token, for the Authorization header. */
  readonly bearer?: string;
}

export interface HopAnswer {
  readonly status: number;
  readonly body: string;
  /** Id of its journal entry, where it is known. */
  readonly entry: string | undefined;
}

/** A page, and how it is filled in. */
export interface Shown {
  readonly title: string;
  /** Name of the template. */
  readonly template: string;
  readonly data: object;
  /** HTTP status; 200 when left out. */
  readonly status?: number;
}

/** Where the browser goes next: a path below `/_fauxforce/console`, with its query. */
export interface Onward {
  readonly goTo: string;
}

export interface Page {
  /** `journal/:id`; the segments that begin with a colon may be anything. */
  readonly path: string;
  show(visit: Visit): Promise<Shown | Onward>;
  /** Carries out a form of the page. A page without one takes no POST. */
  act?(visit: Visit): Promise<Shown | Onward>;
}

/** For a form that its page does not know. */
export function unknownForm(): LabProblem {
  return new LabProblem(400, 'the form says nothing that this page can do');
}
