import { expect, test } from 'vitest';
import { startFauxforce } from '../../src/testing/index.ts';

async function post(body: string | FormData, contentType?: string): Promise<unknown> {
  await using sf = await startFauxforce();
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
  ['cut off', parts('b', FIELDS).slice(0, 60)],
  ['of another boundary', parts('c', FIELDS)],
  ['empty', ''],
])('a body that is %s has none', async (_what, body) => {
  expect(await post(body, 'multipart/form-data; boundary=b')).toBe('unsupported_grant_type');
});

test('__proto__ is a name like any other', async () => {
  expect(await post(form({ ...FIELDS, ['__proto__']: 'x', constructor: 'y' }))).toBe('Bearer');
});
