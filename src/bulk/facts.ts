/** What somebody asked of a job: it does not change, and the store keeps it as JSON. */
import type { StoredJob } from '../store/port.ts';

export const INGEST_OPERATIONS = ['insert', 'update', 'upsert', 'delete', 'hardDelete'] as const;
export type IngestOperation = (typeof INGEST_OPERATIONS)[number];
export const QUERY_OPERATIONS = ['query', 'queryAll'] as const;
export type QueryOperation = (typeof QUERY_OPERATIONS)[number];

export const DELIMITERS = {
  BACKQUOTE: '`',
  CARET: '^',
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  TAB: '\t',
} as const;
export type Delimiter = keyof typeof DELIMITERS;

export const LINE_ENDINGS = { LF: '\n', CRLF: '\r\n' } as const;
export type LineEnding = keyof typeof LINE_ENDINGS;

export interface JobFacts {
  /** As the schema spells it. */
  readonly object: string;
  readonly operation: IngestOperation | QueryOperation;
  /** `58.0` */
  readonly apiVersion: string;
  readonly contentType: 'CSV' | 'JSON';
  readonly columnDelimiter: Delimiter;
  /** Undefined: either, as Bulk API 1 takes them. */
  readonly lineEnding: LineEnding | undefined;
  readonly externalIdFieldName: string | undefined;
  /** `Parallel` or `Serial`. */
  readonly concurrencyMode: string;
  /** SOQL; of a classic job each batch has its own. */
  readonly query: string | undefined;
  /** Whether a classic job was made with JSON, and is answered so. */
  readonly isJson?: boolean;
}

export function factsOf({ facts }: Pick<StoredJob, 'facts'>): JobFacts {
  return JSON.parse(facts) as JobFacts;
}

export function isQuery(operation: JobFacts['operation']): operation is QueryOperation {
  return operation === 'query' || operation === 'queryAll';
}
