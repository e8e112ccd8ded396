/**
 * No pattern takes time that grows with the square of its text, as a seed, a body or a header of a megabyte would stop everybody for seconds.
 * A pattern that is not in the list below was not looked at yet: ask a checker (`npx recheck`), mend it if it is not linear, and add it.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { patternsOfSources } from './patterns.ts';

/** One in a line. Found linear by recheck 4.5.0. */
const LINEAR = new Set(readFileSync(new URL('linear-patterns.txt', import.meta.url), 'utf8').split('\n'));

/** What no checker can say, or what is not linear, and why that is no matter. */
const LOOKED_AT: readonly (readonly [file: string, begin: string, reason: string])[] = [
  ['cli/errors-search.ts', '/[[{].*[', 'what a person pastes into the command'],
  ['cli/errors-search.ts', '/[\\s,]+/', 'what a person pastes into the command'],
  [
    'cli/log/log-rows.ts',
    '/\\s*\\n\\s*/g',
    'descriptions of the catalogue, in which a value has a kilobyte at most',
  ],
  ['cli/server/watch.ts', '/^[^.]+$|\\.(?:ya?ml|', 'names of files, of 255 bytes at most'],
  ['journal/redaction.ts', '/^(?!\\/)(?=.*[0-9])', 'begins in one place, and looks ahead twice'],
  [
    'oauth/headless/endpoints.ts',
    '/^[^@\\s]{1,64}@',
    'begins in one place, and the @ and the first dot part it',
  ],
  ['refusals/recipe-as-curl.ts', '/(\\$FAUXFORCE(?=', 'texts of the catalogue'],
  [
    'seed/project/external-client-app-parts.ts',
    '/^[A-Za-z][A-Za-z0-9]*(?:_',
    'one way only: _ is in no class',
  ],
  ['seed/project/text.ts', '/^<\\?xml[^>]{0,200}?', 'begins in one place and tries 200 others at most'],
  ['server/recognise-host.ts', '/\\/+$/', 'an option of the command line'],
  ['wire/near-miss.ts', '/^(["\'])(.*)', 'begins in one place and has one repetition'],
];

describe('patterns', () => {
  it('are linear, or it is no matter', () => {
    const unknown = patternsOfSources().filter(
      ({ file, source }) =>
        !LINEAR.has(source) && !LOOKED_AT.some(([path, begin]) => path === file && source.startsWith(begin)),
    );
    expect(unknown).toEqual([]);
  });
});
