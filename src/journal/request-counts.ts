/** How many requests of this process were answered and refused, and how long they took, in the form of Prometheus. */
import { JOURNAL_WORDS } from './endpoints.ts';

/** Seconds, the upper ends of the histogram's buckets. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** The word for paths that lead nowhere: clients may try as many as they like. */
const OTHER = 'other';
const KNOWN = new Set(JOURNAL_WORDS);

export type Outcome = 'answered' | 'refused';

export class RequestCounts {
  /** By endpoint and outcome. */
  readonly #requests = new Map<string, number>();
  /** Those of each bucket alone, and behind the last those that took longer. */
  readonly #took = new Array<number>(BUCKETS.length + 1).fill(0);
  #seconds = 0;

  /** @param ms milliseconds of real time that it took */
  count(endpoint: string, outcome: Outcome, ms: number): void {
    const labels = `endpoint="${KNOWN.has(endpoint) ? endpoint : OTHER}",outcome="${outcome}"`;
    this.#requests.set(labels, (this.#requests.get(labels) ?? 0) + 1);
    const seconds = ms / 1000;
    const found = BUCKETS.findIndex((end) => seconds <= end);
    const bucket = found < 0 ? BUCKETS.length : found;
    this.#took[bucket] = (this.#took[bucket] ?? 0) + 1;
    this.#seconds += seconds;
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
