import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merged, readForm, urlEncode, writeBody, writeQuery } from '../../src/wire/form.ts';
import { requestedFormat, writeAnswer } from '../../src/wire/formats.ts';
import { json } from '../../src/wire/json.ts';

describe('form strings', () => {
  it('reads the first of several values, and the query before the body', () => {
    const query = readForm('a=1&a=2');
    expect([...merged(query, readForm('a=3&b=4'))]).toEqual([
      ['a', '1'],
      ['b', '4'],
    ]);
  });

  it('reads + and %20 as spaces, and keeps what is no escape', () => {
    expect([...readForm('scope=api+id%20web&x=%zz')]).toEqual([
      ['scope', 'api id web'],
      ['x', '%zz'],
    ]);
  });

  it('treats __proto__ as a name like any other', () => {
    const parameters = readForm('__proto__=1&constructor=2');
    expect(parameters.get('__proto__')).toBe('1');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('writes a space as + in queries and %20 in bodies', () => {
    const members = { error: 'access_denied', error_description: 'end-user denied authorization' };
    expect(writeQuery(members)).toBe('error=access_denied&error_description=end-user+denied+authorization');
    expect(writeBody(members)).toBe(
      'error=access_denied&error_description=end-user%20denied%20authorization',
    );
  });

  it('escapes as java.net.URLEncoder does', () => {
    expect(urlEncode("a!'()~*-._+ /=%")).toBe('a%21%27%28%29%7E*-._%2B+%2F%3D%25');
  });

  it('survives any text, lone surrogates included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readForm(writeQuery({ v: text })).get('v')).toBe(text.toWellFormed());
      }),
    );
  });
});

describe('answer forms', () => {
  it('lets format win over Accept, and reads Accept from left to right', () => {
    expect(requestedFormat(readForm('format=xml'), 'application/json')).toBe('xml');
    expect(requestedFormat(readForm(''), 'application/xml, application/json')).toBe('xml');
    expect(requestedFormat(readForm(''), 'application/x-www-form-urlencoded')).toBe('urlencoded');
    expect(requestedFormat(readForm('format=yaml'), '*/*')).toBe('json');
    expect(requestedFormat(readForm(''), undefined)).toBe('json');
  });

  it('writes XML and urlencoded', () => {
    const asked = (format: string) => ({ parameters: readForm(`format=${format}`), headers: {} });
    const members = { error: 'invalid_grant', error_description: "user hasn't <approved>" };
    expect(writeAnswer(members, asked('xml')).body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><OAuth><error>invalid_grant</error><error_description>user hasn&apos;t &lt;approved&gt;</error_description></OAuth>',
    );
    expect(writeAnswer(members, asked('urlencoded')).body).toBe(
      'error=invalid_grant&error_description=user+hasn%27t+%3Capproved%3E',
    );
  });

  it('writes pretty JSON as Jackson does', () => {
    expect(json({ totalSize: 1, records: [{ Id: null }], none: [], empty: {} }, true)).toBe(
      '{\n  "totalSize" : 1,\n  "records" : [ {\n    "Id" : null\n  } ],\n  "none" : [ ],\n  "empty" : { }\n}',
    );
  });
});
