import { expect, test } from 'vitest';
import { freshServers } from '../helpers/fresh.ts';

const fresh = freshServers();

async function post(body: string | FormData, contentType?: string): Promise<unknown> {
  const sf = await fresh();
  const answer = await fetch(`${sf.url}/services/oauth2/token`, {
    method: 'POST',
    ...(contentType === undefined ? {} : { headers: { 'content-type': contentType } }),
    body,
  });
  const { error, token_type } = (await answer.json()) as { error?: string; token_type?: string };
  return error ?? token_type;
}

const FIELDS = {
  grant_type: 'client_credentials',
  client_id: '3MVG9Demo.Client_Credentials',
  client_secret: 'DEMO0CLIENT0CREDENTIALS000000000',
};

function form(fields: Readonly<Record<string, string>>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}

function parts(boundary: string, fields: Readonly<Record<string, string>>, newline = '\r\n'): string {
  const each = Object.entries(fields).map(
    ([name, value]) =>
      `--${boundary}${newline}Content-Disposition: form-data; name="${name}"${newline}${newline}${value}${newline}`,
  );
  return `${each.join('')}--${boundary}--${newline}`;
}

test('fields are parameters', async () => {
  expect(await post(form(FIELDS))).toBe('Bearer');
});

test('a short boundary is as good as a long one', async () => {
  expect(await post(parts('b', FIELDS), 'multipart/form-data; boundary=b')).toBe('Bearer');
  expect(await post(parts('b', FIELDS), 'Multipart/Form-Data; boundary="b"')).toBe('Bearer');
});

test('the first of two fields of one name counts', async () => {
  const data = form(FIELDS);
  data.append('grant_type', 'password');
  expect(await post(data)).toBe('Bearer');
});

test('files are not parameters', async () => {
  const { grant_type, ...others } = FIELDS;
  const data = form(others);
  data.append('grant_type', new Blob([grant_type]), 'grant_type.txt');
  expect(await post(data)).toBe('unsupported_grant_type');
});

test.each([
  ['that is empty', '', 'multipart/form-data; boundary=b'],
  ['whose type has no boundary', parts('b', FIELDS), 'multipart/form-data'],
  ['whose boundary is empty', parts('', FIELDS), 'multipart/form-data; boundary='],
  ['whose boundary is empty in quotes', parts('', FIELDS), 'multipart/form-data; boundary=""; charset=utf-8'],
  [
    'whose boundary is beyond what can be looked for',
    parts('b', FIELDS),
    `multipart/form-data; boundary=${'b'.repeat(300)}`,
  ],
])('a body %s has none', async (_what, body, contentType) => {
  expect(await post(body, contentType)).toBe('unsupported_grant_type');
});

test('a part without a name is ignored', async () => {
  const nameless = '--b\r\nContent-Disposition: form-data\r\n\r\nv\r\n';
  expect(await post(nameless + parts('b', FIELDS), 'multipart/form-data; boundary=b')).toBe('Bearer');
  expect(await post(`${nameless}--b--`, 'multipart/form-data; boundary=b')).toBe('unsupported_grant_type');
  const sf = await fresh();
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  await fetch(`${sf.url}/any`, { method: 'POST', headers, body: nameless + parts('b', { a: '1' }) });
  expect(sf.journal.last()?.request).toEqual({ a: '1' });
});

const BAD_REQUEST =
  '<!DOCTYPE html>\n<html><head><title>Bad Request</title></head><body><h1>Bad Request</h1><p>The request could not be understood.</p></body></html>';
const FILE = '--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n';

test.each([
  ['in a file', `${FILE}\r\nabc`],
  ['before a file', `${FILE}\r\n`],
  ['in the headers of a file', FILE],
  ['in a long file', `${FILE}\r\n${'a'.repeat(500_000)}`],
  ['in long headers', `--x\r\nA: b\r\n ${'a'.repeat(200_000)}`],
  ['in a field', '--x\r\nContent-Disposition: form-data; name="f"\r\n\r\nabc'],
  ['in a part without a name', '--x\r\nContent-Disposition: form-data\r\n\r\nv'],
  ['in a part without headers', '--x\r\n\r\nv'],
  ['before the first boundary', 'a'.repeat(200_000)],
  ['with another boundary', parts('c', FIELDS)],
])('a body that ends %s is 400 on any path, and nobody else notices', async (_what, body) => {
  const sf = await fresh();
  for (const path of ['/services/oauth2/token', '/', '/no/such/path', '/services/data/v60.0/query']) {
    const answer = await fetch(`${sf.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body,
    });
    expect([answer.status, await answer.text()]).toEqual([400, BAD_REQUEST]);
  }
  expect(sf.journal.entries()[0]).toMatchObject({
    refusal: {
      why: 'the request is not well-formed HTTP: its multipart body: Unexpected end of multipart data',
    },
  });
  expect((await fetch(`${sf.url}/_fauxforce/health`)).status).toBe(200);
});

test.each([
  ['1,000 parts are read', 1_000, 'Bearer'],
  ['1,001 are not', 1_001, BAD_REQUEST],
  ['nor is a body full of them', 100_000, BAD_REQUEST],
])('%s', async (_what, count, expected) => {
  const sf = await fresh();
  const body = '--b\r\n\r\n\r\n'.repeat(count - Object.keys(FIELDS).length) + parts('b', FIELDS);
  const answer = await fetch(`${sf.url}/services/oauth2/token`, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
    body,
  });
  expect(await answer.text()).toContain(expected);
});

test('__proto__ is a name like any other', async () => {
  expect(await post(form({ ...FIELDS, ['__proto__']: 'x', constructor: 'y' }))).toBe('Bearer');
});
