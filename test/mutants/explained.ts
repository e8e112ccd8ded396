/** Why no test notices a mutant that survives: by its text, because lines move. */
import type { Survivor } from './results.ts';

interface Explained {
  readonly file: string;
  readonly from: string;
  /** What stands instead; left out for whatever stands there. */
  readonly to?: string;
  readonly why: string;
}

const REMEMBERED = 'What is remembered spares work and changes no answer.';

const explained: readonly Explained[] = [
  {
    file: 'src/lab/plane/guard.ts',
    from: "''",
    why: 'Whatever stands for a header that did not come is neither this machine nor a token.',
  },
  {
    file: 'src/policies/lockout.ts',
    from: 'most === undefined && codeStep === undefined',
    to: 'false',
    why: 'The store counts nothing where there is no limit and no code: asking it costs time and changes no answer.',
  },
  {
    file: 'src/org/permissions.ts',
    from: '[]',
    why: 'A permission set of a name that nobody can have is as good as none.',
  },
  {
    file: 'src/org/permissions.ts',
    from: 'permissionSets.length === 0',
    to: 'false',
    why: 'Going through an empty list costs time and changes no answer.',
  },
  {
    file: 'src/org/permissions.ts',
    from: 'until !== undefined',
    to: 'true',
    why: 'No moment is later than one that is not a number.',
  },
  { file: 'src/org/permissions.ts', from: 'assignable.set(org, known);', why: REMEMBERED },
  {
    file: 'src/tokens/jwt.ts',
    from: 'value !== null',
    to: 'true',
    why: 'Null comes back as it is, and whoever asked takes it for no object as well.',
  },
  {
    file: 'src/tokens/jwt.ts',
    from: '{ return undefined; }',
    why: 'A function that returns nothing returns undefined.',
  },
  {
    file: 'src/tokens/jwt.ts',
    from: "typeof seconds === 'number'",
    to: 'true',
    why: 'Number.isFinite is false of everything that is no number.',
  },
  { file: 'src/tokens/jwt.ts', from: "''", why: 'No algorithm has this name either.' },
  { file: 'src/tokens/jwt.ts', from: '!key', to: 'true', why: REMEMBERED },
  { file: 'src/tokens/jwt.ts', from: 'keys.size >= KEYS_REMEMBERED', why: REMEMBERED },
  { file: 'src/tokens/jwt.ts', from: 'keys.clear();', why: REMEMBERED },
  { file: 'src/tokens/jwt.ts', from: 'keys.set(certificate, key);', why: REMEMBERED },
  {
    file: 'src/oauth/token/grants/jwt-bearer.ts',
    from: "''",
    why: 'Whatever stands for a text that did not come is no assertion, no app and no user.',
  },
  {
    file: 'src/oauth/token/grants/jwt-bearer.ts',
    from: 'found?.org.id ?? app.orgId',
    why: 'It takes two orgs with clocks of their own, of which one has the app and the other the user.',
  },
  {
    file: 'src/oauth/token/grants/jwt-bearer.ts',
    from: "'hash'",
    why: 'The members are listed in the order of their hashes.',
  },
];

export function explanationOf({ file, from, to }: Survivor): string | undefined {
  return explained.find((one) => one.file === file && one.from === from && (one.to ?? to) === to)?.why;
}
