/** How large an assertion may be, on both sides of each bound; what is around its root; how often it counts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LARGEST } from '../../src/saml/document.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { brokenBound } from '../../src/wire/xml-bounds.ts';
import { assertionXml, lastRefusal, postBearer, postSso, sign, ssoAssertionXml } from './make.ts';

const repeated = (count: number, make: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => make(i)).join('');
const nested = (deep: number) => `${'<a>'.repeat(deep - 1)}<a/>${'</a>'.repeat(deep - 1)}`;
const withAttributes = (count: number) => `<a ${repeated(count, (i) => `b${i}='="/>' `)}/>`;

describe('a document', () => {
  it.each<[string, string]>([
    ['it is at most 24 elements deep', nested(25)],
    ['it has at most 2000 elements', `<a>${'<b></b>'.repeat(2000)}</a>`],
    ['it has at most 32 attributes on one element', withAttributes(33)],
    ['it has at most 6000 attributes', `<a>${'<b c="1" d="2" e="3" f="4"/>'.repeat(1501)}</a>`],
    [
      'it has at most 4000 namespace declarations',
      `<a>${'<b xmlns="u:b" xmlns:c=\'u:c\' xmlns:d="u:d"/>'.repeat(1334)}</a>`,
    ],
    [
      'it has at most 4000 namespace declarations',
      `<a>${'<b xmlns = \'u:b\' xmlns:c\n="u:c" xmlns:d ="u:d"/>'.repeat(1334)}</a>`,
    ],
    ['it has at most 100 declared prefixes', `<a>${repeated(101, (i) => `<b xmlns:c${i}="u"/>`)}</a>`],
    [
      'it has at most 1000 comments, CDATA sections and instructions',
      `<?b?><!--c-->${'<a><![CDATA[d]]></a>'.repeat(999)}`,
    ],
    [
      'it has at most 20000000 characters behind the last ends of its names',
      `<a>${repeated(900, (i) => `<b${i}></b${i}>`)}${' '.repeat(22_000)}</a>`,
    ],
    ['it is at most 24 elements deep', `<a><!--'--><![CDATA["]]><?c "?>${nested(24)}</a>`],
  ])('is refused: %s', (rule, xml) => {
    expect(brokenBound(xml, LARGEST)).toBe(rule);
  });

  it.each([
    ['24 deep', nested(24)],
    ['2,000 elements', `<a>${'<b></b>'.repeat(1999)}</a>`],
    ['32 attributes on one', withAttributes(32)],
    ['6,000 attributes', `<a>${'<b c="1" d="2" e="3" f="4"/>'.repeat(1500)}</a>`],
    [
      '4,000 declarations',
      `<a>${'<b xmlns="u:b" xmlns:c="u:c"/>'.repeat(1999)}<b xmlns="u:b" xmlns:c="u:c"/></a>`.replace(
        '<b xmlns="u:b" xmlns:c="u:c"/><b',
        '<b',
      ),
    ],
    ['100 prefixes, declared often', `<a>${repeated(1900, (i) => `<b xmlns:c${i % 100}="u"/>`)}</a>`],
    ['1,000 comments', `<a>${'<!---->'.repeat(1000)}</a>`],
    ['siblings that are no depth', `<a>${'<b><c/></b>'.repeat(900)}</a>`],
    ['signs in values and texts', `<a b="<=>" c='/>'>x = "y' > z</a>`],
    [
      'tags in comments, CDATA and instructions',
      `<a><!--${'<b>'.repeat(99)}--><![CDATA[${'<b>'.repeat(99)}]]><?c ${'<b>'.repeat(99)}?></a>`,
    ],
  ])('is fine with %s', (_what, xml) => {
    expect(brokenBound(xml, LARGEST)).toBeUndefined();
  });

  it.each([
    '<',
    '<a',
    '<a b="',
    '<a '.repeat(80_000),
    '<a b="'.repeat(40_000),
    "<'".repeat(100_000),
    '</a>'.repeat(60_000),
    '>'.repeat(200_000),
  ])('that is none is counted in one pass: %#', (xml) => {
    expect(() => brokenBound(xml, LARGEST)).not.toThrow();
  });
});

describe('an assertion', () => {
  let sf: Fauxforce;
  beforeAll(async () => {
    sf = await startFauxforce();
  });
  afterAll(() => sf[Symbol.asyncDispose]());

  /** Groups as Okta writes them, each with its own declarations. */
  const groups = (count: number) =>
    `<saml:AttributeStatement><saml:Attribute Name="groups">${repeated(
      count,
      (i) =>
        `<saml:AttributeValue xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string">group ${i}</saml:AttributeValue>`,
    )}</saml:Attribute></saml:AttributeStatement>`;
  const withMore = (more: string) =>
    sign(assertionXml(sf).replace('</saml:Assertion>', `${more}</saml:Assertion>`));

  it('with a thousand groups logs in', async () => {
    expect((await postBearer(sf, withMore(groups(1000)))).status).toBe(200);
  });

  it('that is too deep is refused, and told why', async () => {
    expect(await postBearer(sf, withMore(nested(24)))).toMatchObject({
      status: 400,
      body: '{"error":"invalid_grant","error_description":"invalid assertion"}',
    });
    expect(lastRefusal(sf)).toBe('saml.malformed');
    expect(sf.journal.last()?.refusal?.why).toContain('it is at most 24 elements deep');
  });

  it.each([
    ['text before', (xml: string) => `x${xml}`],
    ['text after', (xml: string) => `${xml}x`],
    ['text between the declaration and', (xml: string) => `<?xml version="1.0"?>x${xml}`],
    ['a character reference before', (xml: string) => `&#32;${xml}`],
    ['another root after', (xml: string) => `${xml}<a/>`],
    ['another root and text after', (xml: string) => `${xml} x <a/>`],
  ])('with %s its root is refused', async (_what, around) => {
    expect((await postBearer(sf, around(sign(assertionXml(sf))))).status).toBe(400);
    expect(lastRefusal(sf)).toBe('saml.malformed');
    expect((await postSso(sf, around(sign(ssoAssertionXml(sf))))).status).toBe(400);
    expect(lastRefusal(sf)).toBe('sso.malformed');
  });

  it.each([
    ['a declaration', (xml: string) => `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`],
    ['white space', (xml: string) => `\n ${xml}\n`],
  ])('with %s around its root is fine', async (_what, around) => {
    expect((await postBearer(sf, around(sign(assertionXml(sf))))).status).toBe(200);
  });

  it('counts once, wherever the clock goes in between', async () => {
    const xml = sign(assertionXml(sf));
    expect((await postBearer(sf, xml)).status).toBe(200);
    sf.clock.advance('3h');
    expect((await postBearer(sf, sign(assertionXml(sf)))).status).toBe(200);
    sf.clock.reset();
    expect((await postBearer(sf, xml)).status).toBe(400);
    expect(lastRefusal(sf)).toBe('saml.replayed');
  });
});
