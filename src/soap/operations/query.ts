/** query(queryString), queryAll(queryString) and queryMore(queryLocator): SOQL, and its pages (soap-data.md 5). Locators are good for REST too. */
import type { Session } from '../../data/data.ts';
import { pageReaderOf } from '../../data/page-reader.ts';
import { SessionSource } from '../../data/query-source.ts';
import { firstPage, type PageReader, pageAt } from '../../data/soql/pages.ts';
import { check } from '../../refusals/check.ts';
import type { SessionCall, SessionOperation } from '../operation.ts';
import { queryResult } from '../records/write-record.ts';
import { sessionOf } from '../session.ts';
import type { XmlElement } from '../xml.ts';

export const query: SessionOperation = {
  name: 'query',
  session: 'needed',
  parameters: ['queryString'],
  answer: (call) => answerQuery(call, false),
};

/** With what is in the recycle bin. */
export const queryAll: SessionOperation = {
  name: 'queryAll',
  session: 'needed',
  parameters: ['queryString'],
  answer: (call) => answerQuery(call, true),
};

export const queryMore: SessionOperation = {
  name: 'queryMore',
  session: 'needed',
  parameters: ['queryLocator'],

  async answer(call) {
    const locator = call.parameters.text('queryLocator').trim();
    await call.trace.passed('query');
    const page = await pageAt(locator, readerOf(call, await sessionOf(call)));
    check(call, 'query.locator', page, { locator });
    return [queryResult(call.api, page)];
  },
};

async function answerQuery(call: SessionCall, includeDeleted: boolean): Promise<XmlElement[]> {
  const { api, parameters, trace, version } = call;
  const session = await sessionOf(call);
  const { prepareQuery, runQuery } = await import('../../data/soql/query.ts');
  const soql = parameters.text('queryString');
  const options = { apiVersion: version, includeDeleted };
  const plan = prepareQuery({ soql, options, trace }, new SessionSource(session));
  await trace.passed('query');
  return [queryResult(api, await firstPage(await runQuery(plan), readerOf(call, session)))];
}

/** Rows of a page where QueryOptions say nothing of it. */
const ROWS = 500;

function readerOf({ headers: { batchSize }, version }: SessionCall, session: Session): PageReader {
  return pageReaderOf(session, version, /^\d{1,9}$/.test(batchSize) ? Number(batchSize) : ROWS);
}
