/** Codes of faults and of records are words of the WSDL that jsforce brings: strict clients stop at any other (soap-data.md 5.1). */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogue, factsOf, type RefusalName } from '../../src/refusals/catalogue.ts';
import type { Place } from '../../src/refusals/place.ts';

const WSDL = readFileSync(new URL('node_modules/jsforce/src/api/soap/wsdl.xml', import.meta.url), 'utf8');

function wordsOf(type: string): ReadonlySet<string> {
  const from = WSDL.indexOf(`<simpleType name="${type}">`);
  const part = WSDL.slice(from, WSDL.indexOf('</simpleType>', from));
  return new Set([...part.matchAll(/enumeration value="(?:\w+:)?(\w+)"/g)].map(([, word = '']) => word));
}

const names = Object.keys(catalogue) as RefusalName[];
const at = (...places: readonly Place[]) =>
  names.map(factsOf).filter((facts) => facts.at.places.some((place) => places.includes(place)));
const codes = (facts: readonly { readonly error: string }[]) => [...new Set(facts.map(({ error }) => error))];

test('a fault has a code of the WSDL', () => {
  const known = wordsOf('ExceptionCode');
  const faults = at('soap', 'soap-session', 'soap-log-in', 'soap-password', 'soap-record', 'query');
  const unknown = codes(faults).filter((code) => code !== 'soapenv:Client' && !known.has(code));
  expect(known.size).toBeGreaterThan(200);
  expect(unknown).toEqual([]);
});

test('what is said of a record has a code of the WSDL', () => {
  const known = wordsOf('StatusCode');
  const ofRecords = at('record').filter(({ fields }) => fields !== undefined);
  expect(known.size).toBeGreaterThan(300);
  expect(codes(ofRecords).filter((code) => !known.has(code))).toEqual([]);
  expect(known).toContain('ALL_OR_NONE_OPERATION_ROLLED_BACK');
  expect(known).toContain('DUPLICATES_DETECTED');
});
