/** `observed` is said only of what somebody saw Salesforce answer, and then says who did. */
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/refusals/catalogue.ts';
import type { Evidence } from '../../src/refusals/refusal.ts';

const evidence = Object.entries(catalogue).map(
  ([name, facts]) => [name, facts.evidence] as [string, Evidence],
);

/** An issue, a question, a source file, or a numbered file of the wire facts; else a dated or named record. */
const REFERENCE =
  /#\d+|questions\/\d+|\bidx \d+|[\w-]+\/[\w-]+:\S+|\b20\d\d\b|guide|pages|documentation|an answer as text|logs/;

describe('evidence', () => {
  test('of what was observed names where', () => {
    const without = evidence.filter(
      ([, { certainty, ...rest }]) =>
        certainty === 'observed' && !REFERENCE.test('report' in rest ? rest.report : ''),
    );
    expect(without.map(([name]) => name)).toEqual([]);
  });

  test.each([
    ['client-credentials.not-enabled', 'recalled'],
    ['code.unknown', 'recalled'],
    ['sso.signature', 'documented'],
    ['sso.recipient', 'documented'],
    ['device.user-code-used', 'unconfirmed'],
    ['headless.request-type', 'unconfirmed'],
    ['headless.guest-disabled', 'unconfirmed'],
    ['code.spent', 'observed'],
    ['rest.auth-header', 'observed'],
    ['rest.method', 'observed'],
    ['rest.retired-version', 'observed'],
  ])('of %s is %s', (name, certainty) => {
    expect(new Map(evidence).get(name)?.certainty).toBe(certainty);
  });
});
