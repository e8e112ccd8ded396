/** Whatever is posted to the SOAP API, the answer is a fault within bounds, and the next log-in is served. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { processorTime } from '../helpers/processor-time.ts';
import { clientFault, envelope, fault, logIn, post } from './helpers.ts';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce();
});
afterAll(async () => {
  expect((await logIn(sf)).status).toBe(200);
  await sf[Symbol.asyncDispose]();
});

const LOG_IN = envelope(
  '<login><username>ada@acme.example</username><password>correct-horseTok3n</password></login>',
);
const IS_FAULT =
  /^<\?xml version="1\.0" encoding="UTF-8"\?><soapenv:Envelope [^>]+><soapenv:Body><soapenv:Fault><faultcode>[^<]+<\/faultcode><faultstring>[^<]*<\/faultstring>/;

/** Elements inside each other, which together declare so many prefixes. */
function declaring(count: number): string {
  const declarations = Array.from({ length: count }, (_, i) => `xmlns:p${i}="c"`);
  return Array.from({ length: 20 }, (_, i) => `<n ${declarations.slice(i * 5, i * 5 + 5).join(' ')}>`).join(
    '',
  );
}

async function expectFault(body: string | Buffer, headers: Record<string, string> = {}): Promise<string> {
  const answered = await post(sf, body, { headers });
  expect(answered.status).toBe(500);
  expect(answered.headers['content-type']).toBe('text/xml; charset=utf-8');
  expect(answered.body).toMatch(IS_FAULT);
  return answered.body;
}

const unknown = (text: string) =>
  fault('UNKNOWN_EXCEPTION', 'UnexpectedErrorFault', 'UNKNOWN_EXCEPTION', text);
const UNFINISHED = unknown('XML document structures must start and end within the same entity.');
const NO_DOCTYPE = unknown(
  'DOCTYPE is disallowed when the feature &quot;http://apache.org/xml/features/disallow-doctype-decl&quot; set to true.',
);

describe('a body', () => {
  it.each<[string, string, string]>([
    [
      'an entity of a password',
      LOG_IN.replace('correct-', 'Cl&ear'),
      unknown('The reference to entity &quot;ear&quot; must end with the &apos;;&apos; delimiter.')
        .replace('ear&quot;', 'earhorseTok3n&quot;')
        .replaceAll('ear&quot;', 'earhorseTok3n&quot;'),
    ],
    [
      'a lone ampersand',
      LOG_IN.replace('correct-', 'a& b'),
      unknown('The entity name must immediately follow the &apos;&amp;&apos; in the entity reference.'),
    ],
    [
      'an entity of HTML',
      LOG_IN.replace('correct-', '&nbsp;'),
      unknown('The entity &quot;nbsp&quot; was referenced, but not declared.'),
    ],
    [
      'a character that is none',
      LOG_IN.replace('correct-', '&#0;'),
      unknown('Character reference &quot;&amp;#0&quot; is an invalid XML character.'),
    ],
    [
      'a control character',
      LOG_IN.replace('correct-', '\u0001'),
      unknown('An invalid XML character was found in the element content of the document.'),
    ],
    ['text', 'hello', unknown('Content is not allowed in prolog.')],
    ['JSON', '{"username":"ada"}', unknown('Content is not allowed in prolog.')],
    [
      'a declaration that is not first',
      `\n<?xml version="1.0"?>${LOG_IN}`,
      unknown('The processing instruction target matching &quot;[xX][mM][lL]&quot; is not allowed.'),
    ],
    ['half of it', LOG_IN.slice(0, LOG_IN.length / 2), UNFINISHED],
    ['two roots', LOG_IN + LOG_IN, UNFINISHED],
    ['text behind', `${LOG_IN}x`, UNFINISHED],
    [
      'a prefix of an attribute that nothing declares',
      envelope('<p:login xmlns:p="urn:partner.soap.sforce.com" z:a="b"/>'),
      unknown(
        'The prefix &quot;z&quot; for attribute &quot;z:a&quot; associated with an element type &quot;p:login&quot; is not bound.',
      ),
    ],
    [
      'a prefix that nothing declares',
      LOG_IN.replace('<login>', '<p:login>').replace('</login>', '</p:login>'),
      unknown('The prefix &quot;p&quot; for element &quot;p:login&quot; is not bound.'),
    ],
    ['an entity of its own', `<!DOCTYPE a [<!ENTITY x "y">]>${LOG_IN}`, NO_DOCTYPE],
    ['a file', `<!DOCTYPE a SYSTEM "file:///etc/passwd">${LOG_IN}`, NO_DOCTYPE],
    [
      'a billion laughs',
      `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, i) => `<!ENTITY a${i} "${`&a${i - 1};`.repeat(10)}">`).join('')}]><a>&a19;</a>`,
      NO_DOCTYPE,
    ],
    ['white space', ' \n', clientFault('Premature end of file.')],
    [
      'SOAP 1.2',
      LOG_IN.replace('http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope'),
      clientFault('Element {http://www.w3.org/2003/05/soap-envelope}Envelope invalid at this location'),
    ],
    ['HTML', '<html></html>', clientFault('Element {}html invalid at this location')],
    [
      'no Body',
      '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"/>',
      clientFault('No operation available for request null, please check the WSDL for the service.'),
    ],
    [
      'an unknown operation',
      envelope('<foo/>'),
      clientFault(
        'No operation available for request {urn:partner.soap.sforce.com}foo, please check the WSDL for the service.',
      ),
    ],
    [
      'another namespace',
      envelope('<login xmlns="urn:x"/>'),
      clientFault('No operation available for request {urn:x}login, please check the WSDL for the service.'),
    ],
  ])('with %s is refused in words of its own', async (_what, xml, answer) => {
    expect(await expectFault(xml)).toBe(answer);
  });

  it.each<[string, () => string | Buffer]>([
    ['deep', () => envelope('<a>'.repeat(100_000) + '</a>'.repeat(100_000))],
    [
      'deep behind a quotation mark in a comment',
      () => envelope(`<!--'-->${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}`),
    ],
    ['wide', () => envelope('<a/>'.repeat(200_000))],
    [
      'of many attributes',
      () => envelope(`<a ${Array.from({ length: 50_000 }, (_, i) => `b${i}="" `).join('')}/>`),
    ],
    ['of many declarations', () => envelope('<a xmlns:b="c"/>'.repeat(50_000))],
    [
      'of many declared prefixes',
      () => envelope(Array.from({ length: 101 }, (_, i) => `<a xmlns:b${i} = "c"/>`).join('')),
    ],
    ['of many instructions', () => envelope('<?a?>'.repeat(500_000))],
    ['of many instructions around it', () => `${'<?a?>'.repeat(500_000)}${LOG_IN}`],
    ['of many comments', () => envelope('<!---->'.repeat(500_000))],
    ['of much CDATA', () => envelope('<![CDATA[]]>x'.repeat(300_000))],
    ['of many end tags', () => `<a>${'</a>'.repeat(900_000)}`],
    ['of many references', () => envelope('&amp;'.repeat(700_000))],
    ['a tag without end', () => `<${'a'.repeat(1_000_000)}`],
    ['a comment without end', () => `${'<!--'.repeat(100_000)}`],
    ['CDATA without end', () => envelope('<![CDATA['.repeat(100_000))],
    ['only ampersands', () => envelope('&'.repeat(500_000))],
    ['only quotation marks', () => `<a b="${"'".repeat(500_000)}`],
    ['ten megabytes', () => envelope('x'.repeat(10_000_000))],
    ['UTF-16', () => Buffer.from(LOG_IN, 'utf16le')],
    ['not UTF-8', () => Buffer.from(LOG_IN.replace('ada', 'j\xfcr'), 'latin1')],
    ['of an encoding that nobody knows', () => `<?xml version="1.0" encoding="x-none"?>${LOG_IN}`],
  ])('%s is a fault, and soon', async (_what, make) => {
    await expectFault(make(), { 'content-type': 'text/xml' });
  });

  it('with an & in its password is quoted in the answer, as Salesforce does, and not in the journal', async () => {
    const piece = 'horse-secret-part';
    const body = envelope(
      `<login><username>ada@acme.example</username><password>correct&${piece}</password></login>`,
    );
    expect(await expectFault(body)).toBe(
      unknown(`The reference to entity &quot;${piece}&quot; must end with the &apos;;&apos; delimiter.`),
    );
    expect(sf.journal.last()?.refusal?.name).toBe('soap.malformed');
    expect(JSON.stringify(sf.journal.last())).not.toContain(piece);
  });

  it.each<[string, () => Buffer]>([
    ['little', () => Buffer.from(`\ufeff${LOG_IN}`, 'utf16le')],
    ['big', () => Buffer.from(`\ufeff${LOG_IN}`, 'utf16le').swap16()],
  ])('that begins with the mark of UTF-16, %s end first, needs no charset', async (_which, make) => {
    const answered = await post(sf, make(), { headers: { 'content-type': 'text/xml' } });
    expect(answered.status).toBe(200);
    expect(answered.body).toContain('<loginResponse>');
  });

  it('packed is bounded unpacked, and must be packed', async () => {
    const gzip = { 'content-encoding': 'gzip' };
    expect(await expectFault(gzipSync(Buffer.alloc(100_000_000)), gzip)).toContain(
      'EXCEEDED_MAX_SIZE_REQUEST',
    );
    expect(await expectFault(LOG_IN, gzip)).toBe(unknown('Not in GZIP format'));
    await expectFault(gzipSync(LOG_IN).subarray(0, 60), gzip);
  });

  it('with ever other names is refused soon', async () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `<a${i}>b</a${i}>`).join('');
    const cost = await processorTime(() => expectFault(envelope(`<foo>${names}</foo>`)));
    expect(cost).toBeLessThan(2_000);
  });

  it.each<[string, string]>([
    ['elements in a row', '<a b="c" d="e">f</a>'.repeat(20_900)],
    ['elements that declare', `${declaring(95)}${'<a xmlns:z="c">d</a>'.repeat(19_000)}${'</n>'.repeat(20)}`],
    ['records', `<r>${'<x xmlns="">d</x>'.repeat(100)}</r>`.repeat(200)],
  ])('just within the bounds is read soon: %s', async (_what, content) => {
    const cost = await processorTime(async () =>
      expect(await expectFault(envelope(`<foo>${content}</foo>`))).toContain('No operation available'),
    );
    expect(cost).toBeLessThan(5_000);
  });
});

describe('laws', () => {
  it('random bytes are a fault', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await expectFault(Buffer.from(bytes));
      }),
      { numRuns: 150 },
    );
  });

  it('a log-in that is cut, doubled or changed somewhere is a fault or a log-in', async () => {
    const edit = fc.record({
      at: fc.nat(LOG_IN.length - 1),
      cut: fc.nat(40),
      put: fc.oneof(
        fc.constantFrom('<', '>', '&', '"', '</', '<!--', ']]>', '<?x?>', '\u0000', ':'),
        fc.string({ maxLength: 8 }),
      ),
    });
    await fc.assert(
      fc.asyncProperty(edit, async ({ at, cut, put }) => {
        const answered = await post(sf, LOG_IN.slice(0, at) + put + LOG_IN.slice(at + cut));
        if (answered.status === 200) expect(answered.body).toContain('<loginResponse>');
        else {
          expect(answered.status).toBe(500);
          expect(answered.body).toMatch(IS_FAULT);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('headers of any size and content are a fault or an answer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 50, unit: 'grapheme' }), async (text) => {
        const escaped = text.replace(/[&<\p{Cc}]/gu, '');
        const header = `<SessionHeader><sessionId>${escaped}</sessionId></SessionHeader><CallOptions><client>${escaped}</client></CallOptions>`;
        await expectFault(envelope('<getUserInfo/>', header));
      }),
      { numRuns: 60 },
    );
  });
});
