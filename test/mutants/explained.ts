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

const IMPORTED = 'importJWK is given these three members alone, and refuses what is no RSA key of them.';

const explained: readonly Explained[] = [
  {
    file: 'src/tokens/jwt.ts',
    from: "kty !== 'RSA' || typeof n !== 'string' || typeof e !== 'string'",
    why: IMPORTED,
  },
  { file: 'src/tokens/jwt.ts', from: "kty !== 'RSA' || typeof n !== 'string'", why: IMPORTED },
  { file: 'src/tokens/jwt.ts', from: "kty !== 'RSA'", why: IMPORTED },
  { file: 'src/tokens/jwt.ts', from: "typeof n !== 'string'", why: IMPORTED },
  { file: 'src/tokens/jwt.ts', from: "typeof e !== 'string'", why: IMPORTED },
  {
    file: 'src/oauth/token/grants/authorization-code.ts',
    from: 'org && user',
    why: 'The app has told the org by then, and who is not found changes nothing in what is known.',
  },
  {
    file: 'src/oauth/token/grants/refresh-token.ts',
    from: 'org && user',
    why: 'The app has told the org by then, and who is not found changes nothing in what is known.',
  },
  {
    file: 'src/org/hosts.ts',
    from: "''",
    to: '"Stryker was here!"',
    why: 'Whatever stands for a label that a name lacks is no instance and no partition either.',
  },
  {
    file: 'src/org/hosts.ts',
    from: '[]',
    why: 'What a pattern found as a whole is passed over.',
  },
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
    from: "'hash'",
    why: 'The members are listed in the order of their hashes.',
  },
  { file: 'src/org/callback.ts', from: '[]', why: 'What stands first is not read.' },
  ...[
    'scheme === undefined || authority === undefined || rest === undefined',
    'scheme === undefined || authority === undefined',
    'scheme === undefined',
    'authority === undefined',
    'rest === undefined',
  ].map((from) => ({
    file: 'src/org/callback.ts',
    from,
    why: 'The pattern matches with all three parts, or with none of them.',
  })),
  {
    file: 'src/org/callback.ts',
    from: 'authority.slice(host)',
    to: 'authority',
    why: 'What stands before the host then follows it a second time, in both of what is compared.',
  },
  ...[
    'signed === undefined || more.length > 0',
    'signed === undefined',
    'more.length > 0',
    "{ rule: 'one element is signed' }",
    "'one element is signed'",
  ].map((from) => ({
    file: 'src/saml/signature.ts',
    from,
    why: 'One Reference was asked for before, and the library says what it signed or fails: this is asked for safety.',
  })),
  { file: 'src/saml/signature.ts', from: "''", why: 'No algorithm has this name either.' },
  {
    file: 'src/saml/signature.ts',
    from: 'optional !== undefined',
    to: 'true',
    why: 'No child has a name that is not there.',
  },
  {
    file: 'src/oauth/token/grants/authorization-code.ts',
    from: "''",
    why: 'Whatever stands for a code that did not come is no code.',
  },
  {
    file: 'src/oauth/token/grants/authorization-code.ts',
    from: '{ nearMiss: undefined }',
    why: 'A member that is left out is undefined.',
  },
  {
    file: 'src/oauth/token/grants/authorization-code.ts',
    from: "'authenticated'",
    why: 'Every client is authenticated but those that an assertion names.',
  },
  {
    file: 'src/oauth/token/grants/authorization-code.ts',
    from: "'hash'",
    why: 'The members are listed in the order of their hashes.',
  },
  ...[
    'refreshProcessingTime === 0',
    '{ hold: () => holdWhileProcessing(world, trace, approval, refreshProcessingTime) }',
    '() => holdWhileProcessing(world, trace, approval, refreshProcessingTime)',
  ].map((from) => ({
    file: 'src/oauth/token/grants/refresh-token.ts',
    from,
    why: 'How long a token is held is what test/races/refreshes asks, which waits and so is not asked for each mutant.',
  })),
  {
    file: 'src/oauth/token/grants/refresh-token.ts',
    from: 'token.revokedAt === undefined',
    to: 'true',
    why: 'The store refuses a token that is revoked by the same name, after what policies refuse.',
  },
  {
    file: 'src/oauth/token/grants/refresh-token.ts',
    from: "'authenticated'",
    why: 'Every client is authenticated but those that an assertion names.',
  },
  {
    file: 'src/policies/refresh-policy.ts',
    from: "'infinite'",
    why: 'A policy of no known kind has no limit either.',
  },
];

export function explanationOf({ file, from, to }: Survivor): string | undefined {
  return explained.find((one) => one.file === file && one.from === from && (one.to ?? to) === to)?.why;
}
