/** How a call of the REST API reads the pages of a query. */
import { pageReaderOf } from '../../data/page-reader.ts';
import type { PageReader } from '../../data/soql/pages.ts';
import type { RestCall } from '../call.ts';

const MOST = 2_000;

export function pageReader(call: RestCall): PageReader & { readonly apiVersion: number } {
  const { headers, root, session } = call;
  const apiVersion = Number.parseFloat(root.slice(root.lastIndexOf('v') + 1));
  const batchSize = batchSizeOf(headers['sforce-query-options']);
  return { apiVersion, ...pageReaderOf(session, apiVersion, batchSize) };
}

/** `batchSize=500`; what is not understood is ignored, as Salesforce takes it for a hint. */
function batchSizeOf(header: string | string[] | undefined): number {
  const [, size] = /\bbatchSize\s{0,9}=\s{0,9}(\d{1,9})\b/i.exec(String(header ?? '')) ?? [];
  return size === undefined ? MOST : Number(size);
}
