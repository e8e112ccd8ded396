/** What other records say of one that gets another name: as in Salesforce, where they refer by id, they are of the same record afterwards. */
import { type Fields, recordsOf, type Section, textOf } from './records.ts';

/** @param from the record's `name` or `username` before */
export function renamed(document: Fields, section: Section, from: string, to: unknown): Fields {
  if (typeof to !== 'string' || to === from) return document;
  if (section === 'users')
    return withEach(document, 'apps', (app) =>
      textOf(app.clientCredentialUser)?.toLowerCase() === from.toLowerCase()
        ? { ...app, clientCredentialUser: to }
        : app,
    );
  if (section === 'apps')
    return withEach(document, 'tokenExchangeHandlers', (handler) =>
      Array.isArray(handler.apps)
        ? { ...handler, apps: handler.apps.map((name) => (name === from ? to : name)) }
        : handler,
    );
  return document;
}

function withEach(document: Fields, section: Section, change: (fields: Fields) => Fields): Fields {
  return { ...document, [section]: recordsOf(document, section).map(({ fields }) => change(fields)) };
}
