/** Requests of the journal as they came: shown, and sent once more. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JournalEntry } from '../../src/journal/entry.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { credentials, send } from '../helpers/token.ts';
import { lab } from './helpers.ts';

const PATH = '/services/oauth2/token';
const FORM = 'application/x-www-form-urlencoded';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce();
});
afterAll(() => sf[Symbol.asyncDispose]());

interface Sent {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: string[][];
    readonly body: string;
  };
  readonly answer: { readonly status: number; readonly body: string };
}

/** Sends it, and again by its entry. */
async function twice(body: string | Buffer, type: string, path = PATH) {
  const first = await send(sf, path, { method: 'POST', headers: { 'content-type': type }, body });
  const id = String(first.headers['x-fauxforce-journal']);
  const { body: shown } = await lab<Sent>(sf, 'GET', `/journal/${id}/sent`);
  const again = await lab<{ id: string; status: number }>(sf, 'POST', `/journal/${id}/replay`);
  expect(again.status).toBe(201);
  const toldOf = async (of: string) => {
    const { body } = await lab<JournalEntry>(sf, 'GET', `/journal/${of}`);
    return [body.request, body.checks.map(({ name, ok }) => [name, ok])];
  };
  expect(await toldOf(again.body.id)).toEqual(await toldOf(id));
  const { body: shownAgain } = await lab<Sent>(sf, 'GET', `/journal/${again.body.id}/sent`);
  return { first, shown, again: again.body, shownAgain };
}

test('a form is kept letter by letter', async () => {
  const { client_id, client_secret } = credentials(sf, 'Client_Credentials');
  const text = `grant_type=client%5fcredentials&client_id=${client_id}&client_secret=${client_secret}&a=1+2%203&a=second&%zz&=`;
  const { first, shown, again, shownAgain } = await twice(text, `${FORM} ; charset=utf-8`);
  expect([first.status, again.status]).toEqual([200, 200]);
  expect(shown.request).toMatchObject({ method: 'POST', url: PATH, body: text });
  expect(shown.request.headers).toContainEqual(['content-type', `${FORM} ; charset=utf-8`]);
  expect(shown.answer).toMatchObject({ status: 200, body: first.body });
  expect(shownAgain.request).toMatchObject({ method: 'POST', url: PATH, body: text });
});

test('so is one whose URL has a query, which comes before it', async () => {
  const { client_id, client_secret } = credentials(sf, 'Client_Credentials');
  const query = '?grant_type=client_credentials&a=%41';
  const text = `grant_type=password&client_id=${client_id}&client_secret=${client_secret}`;
  const { again, shown, shownAgain } = await twice(text, FORM, PATH + query);
  expect(again.status).toBe(200);
  for (const one of [shown, shownAgain]) expect(one.request).toMatchObject({ url: PATH + query, body: text });
});

test('a form of too many parameters, which is refused before it is looked at', async () => {
  const text = Array.from({ length: 1_001 }, (_, i) => `p${i}=`).join('&');
  const { first, shown, again } = await twice(text, FORM);
  expect([first.status, again.status]).toEqual([400, 400]);
  expect(shown.request.body).toBe(text);
});

test('parts of a multipart body are sent as a form', async () => {
  const { client_id, client_secret } = credentials(sf, 'Client_Credentials');
  const parts = { grant_type: 'client_credentials', client_id, client_secret };
  const body = Object.entries(parts)
    .map(([name, value]) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .join('');
  const { again, shown } = await twice(`${body}--x--\r\n`, 'multipart/form-data; boundary=x');
  expect(again.status).toBe(200);
  expect(shown.request.body).toBe(new URLSearchParams(parts).toString());
});

test('anything else is bytes', async () => {
  const { shown, again } = await twice(Buffer.from('{"a": "é"}'), 'application/json');
  expect(again.status).toBe(400);
  expect(shown.request.body).toBe('{"a": "é"}');
});

test.each(['', FORM])('an empty body is one: %j', async (type) => {
  const { shown, again } = await twice('', type);
  expect(again.status).toBe(400);
  expect(shown.request.body).toBe('');
});
