/** What `npm run mutants` changes, and the tests that must notice: the rules that decide who is let in. */

export interface MutatedModule {
  readonly files: readonly string[];
  readonly tests: readonly string[];
}

export const modules: Readonly<Record<string, MutatedModule>> = {
  callback: {
    files: ['src/org/callback.ts'],
    tests: ['test/authorize/callback', 'test/org/callback-url'],
  },
  pkce: {
    files: ['src/oauth/pkce.ts'],
    tests: ['test/authorize/pkce', 'test/grants/authorization-code'],
  },
  jwt: {
    files: [
      'src/tokens/jwt.ts',
      'src/oauth/token/grants/jwt-bearer.ts',
      'src/oauth/token/client-assertion.ts',
    ],
    tests: [
      'test/token/{jwt,client,weak-keys}',
      'test/grants/{assertions-explained,jwt-bearer}',
      'test/catalogue/sentences',
      'test/house/supported',
      'test/token-exchange/asset-token',
    ],
  },
  refresh: {
    files: ['src/oauth/token/grants/refresh-token.ts', 'src/policies/refresh-policy.ts'],
    tests: ['test/grants/refresh-{refusals,token}', 'test/races/refresh-meanwhile', 'test/house/supported'],
  },
  code: {
    files: ['src/oauth/token/grants/authorization-code.ts'],
    tests: ['test/grants/{code-refusals,authorization-code,near-miss}', 'test/house/supported'],
  },
  'permitted users': {
    files: ['src/org/permitted-users.ts', 'src/policies/rules/permitted-user.ts'],
    tests: ['test/policies/permitted-users', 'test/house/docs'],
  },
  permissions: {
    files: ['src/org/permissions.ts'],
    tests: ['test/policies/permissions'],
  },
  ip: {
    files: ['src/org/ip.ts'],
    tests: ['test/org/ip'],
  },
  hosts: {
    files: ['src/org/hosts.ts'],
    tests: ['test/org/hosts'],
  },
  guard: {
    files: ['src/lab/plane/guard.ts'],
    tests: ['test/lab/guard'],
  },
  'own origin': {
    files: ['src/oauth/session/own-origin.ts'],
    tests: ['test/pages/{own-origin,protection}'],
  },
  signature: {
    files: ['src/saml/signature.ts'],
    tests: ['test/saml/signature'],
  },
  lockout: {
    files: ['src/policies/lockout.ts'],
    tests: ['test/policies/lockout', 'test/races/guesses'],
  },
};
