/** How many requests were answered and refused, and how long they took, in the form of Prometheus. */
import { JOURNAL_WORDS } from './endpoints.ts';

/** Seconds, the upper ends of the histogram's buckets. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** The word for paths that lead nowhere: clients may try as many as they like. */
const OTHER = 'other';
const KNOWN = new Set(JOURNAL_WORDS);

export type Outcome = 'answered' | 'refused';

/** What was counted, as it goes from one process to another. */
export interface Counted {
  /** By endpoint and outcome, in the form of Prometheus. */
  readonly requests: readonly (readonly [labels: string, count: number])[];
  /** Of each bucket alone. */
  readonly took: readonly number[];
  readonly seconds: number;
}

export class RequestCounts {
  /** By endpoint and outcome. */
  readonly #requests = new Map<string, number>();
  /** Those of each bucket alone, and behind the last those that took longer. */
  readonly #took = new Array<number>(BUCKETS.length + 1).fill(0);
  #seconds = 0;

  /** @param ms milliseconds of real time that it took */
  count(endpoint: string, outcome: Outcome, ms: number): void {
    const labels = `endpoint="${KNOWN.has(endpoint) ? endpoint : OTHER}",outcome="${outcome}"`;
    this.#addRequests(labels, 1);
    const seconds = ms / 1000;
    const found = BUCKETS.findIndex((end) => seconds <= end);
    this.#addTook(found < 0 ? BUCKETS.length : found, 1);
    this.#seconds += seconds;
  }

  /** What was counted since this was called last. */
  take(): Counted {
    const counted = { requests: [...this.#requests], took: [...this.#took], seconds: this.#seconds };
    this.#requests.clear();
    this.#took.fill(0);
    this.#seconds = 0;
    return counted;
  }

  /** Adds what another process counted. */
  add({ requests, took, seconds }: Counted): void {
    for (const [labels, count] of requests) this.#addRequests(labels, count);
    for (const [bucket, count] of took.entries()) this.#addTook(bucket, count);
    this.#seconds += seconds;
  }

  #addRequests(labels: string, count: number): void {
    this.#requests.set(labels, (this.#requests.get(labels) ?? 0) + count);
  }

  #addTook(bucket: number, count: number): void {
    this.#took[bucket] = (this.#took[bucket] ?? 0) + count;
  }

  /** https://prometheus.io/docs/instrumenting/exposition_formats/ */
  text(): string {
    const requests = [...this.#requests].sort(([a], [b]) => (a < b ? -1 : 1));
    let total = 0;
    const buckets = [...BUCKETS, '+Inf'].map((end, i) => {
      total += this.#took[i] ?? 0;
      return `fauxforce_request_seconds_bucket{le="${end}"} ${total}`;
    });
    return [
      '# HELP fauxforce_requests_total Requests of the Salesforce plane.',
      '# TYPE fauxforce_requests_total counter',
      ...requests.map(([labels, count]) => `fauxforce_requests_total{${labels}} ${count}`),
      '# HELP fauxforce_request_seconds How long they took.',
      '# TYPE fauxforce_request_seconds histogram',
      ...buckets,
      `fauxforce_request_seconds_sum ${this.#seconds}`,
      `fauxforce_request_seconds_count ${total}`,
      '',
    ].join('\n');
  }
}
