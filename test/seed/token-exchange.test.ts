/** Token exchange handlers and asset token settings in a seed: what is read, and what is refused with its place. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSeed, readSeedDocument } from '../../src/seed/load.ts';
import { appWith, linesOf, orgOf, problemsOf } from './helpers.ts';

const APP = 'apps: [{ name: App }]\n';
/** No file system takes such a name. */
const TOO_LONG = 'x'.repeat(300);

function handlers(...lines: string[]): string {
  return `${APP}tokenExchangeHandlers:\n${lines.map((line) => `  - ${line}\n`).join('')}`;
}

describe('a handler', () => {
  it('takes every type, for no app, and is no default, unless it says otherwise', () => {
    expect(orgOf(handlers('{ name: H, username: email }')).tokenExchangeHandlers).toEqual([
      {
        name: 'H',
        isEnabled: true,
        isDefault: false,
        apps: [],
        tokenTypes: ['access_token', 'id_token', 'refresh_token', 'saml2', 'jwt'],
        mapping: { username: 'email', keys: undefined },
      },
    ]);
  });

  it.each([
    ['{ name: H }', "seed.yaml:3:5 token exchange handler 'H': give either username or module"],
    [
      '{ name: H, username: sub, certificate: x, jwks: "{}" }',
      "seed.yaml:3:5 token exchange handler 'H': give either certificate or jwks",
    ],
    [
      '{ name: H, username: email, tokenTypes: [jot] }',
      "seed.yaml:3:46 tokenTypes[0] of token exchange handler 'H' is 'jot': did you mean 'jwt'?",
    ],
    [
      '{ name: H, username: email, apps: [Ap] }',
      "seed.yaml:3:40 apps[0] of token exchange handler 'H': the org has no app 'Ap': did you mean 'App'?",
    ],
    [
      '{ name: H, username: email, jwks: "{}" }',
      'seed.yaml:3:39 jwks of token exchange handler \'H\' is no JWK Set: {"keys":[…]} with at least one public RSA or EC key',
    ],
    [
      '{ name: H, username: email, jwks: nowhere.json }',
      "seed.yaml:3:39 jwks of token exchange handler 'H' is neither a JWK Set nor the path of one, relative to the seed file",
    ],
    [
      '{ name: H, module: nowhere.ts }',
      "seed.yaml:3:24 module of token exchange handler 'H' 'nowhere.ts': relative to the seed file there is no such file",
    ],
    [
      `{ name: H, username: email, jwks: ${TOO_LONG} }`,
      "seed.yaml:3:39 jwks of token exchange handler 'H' is neither a JWK Set nor the path of one, relative to the seed file",
    ],
    [
      `{ name: H, module: ${TOO_LONG}.ts }`,
      `seed.yaml:3:24 module of token exchange handler 'H' '${'x'.repeat(80)}': relative to the seed file there is no such file`,
    ],
    [
      '{ name: H, module: /etc/hostname }',
      "seed.yaml:3:24 module of token exchange handler 'H' must name a .js, .mjs, .ts or .mts file",
    ],
    [
      '{ name: H, usrname: email, module: x.ts }',
      "seed.yaml:3:16 unknown key 'usrname' in token exchange handler 'H': did you mean 'username'?",
    ],
  ])('%s', (line, problem) => {
    expect(problemsOf(handlers(line))).toContain(problem);
  });

  it('is the only one of its name, and an app has one default', () => {
    const one = 'username: email, isDefault: true, apps: [App]';
    expect(problemsOf(handlers(`{ name: H, ${one} }`, `{ name: h, ${one} }`))).toEqual([
      "seed.yaml:4:13 token exchange handler name 'h' is already that of token exchange handler 'H' (seed.yaml:3:13): give this one another",
      "seed.yaml:4:57 apps[0] of token exchange handler 'h': app 'App' has a default handler already, 'H': make one of them isDefault: false",
    ]);
  });

  describe('in a file', () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'fauxforce-handlers-'));
      writeFileSync(join(folder, 'handler.ts'), 'export default () => null;');
      writeFileSync(join(folder, 'seed.yaml'), handlers('{ name: H, module: ./handler.ts }'));
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    it('may name a module beside it', async () => {
      const { orgs } = await loadSeed([join(folder, 'seed.yaml')]);
      expect(orgs[0]?.tokenExchangeHandlers[0]?.mapping).toEqual({ module: join(folder, 'handler.ts') });
    });

    it('and nowhere else: a document that came by itself runs nothing', () => {
      const handler = { name: 'H', module: join(folder, 'handler.ts') };
      expect(linesOf(() => readSeedDocument({ tokenExchangeHandlers: [handler] }))).toEqual([
        "tokenExchangeHandlers[0].module: module of token exchange handler 'H' names a program to run, which only a seed file may: use username instead",
      ]);
      const files = { name: 'H', username: 'email', jwks: join(folder, 'handler.ts') };
      expect(linesOf(() => readSeedDocument({ tokenExchangeHandlers: [files] }))).toHaveLength(1);
    });
  });
});

describe('an app', () => {
  it.each([
    ['connectedApp', false],
    ['externalClientApp', true],
  ])('that is a %s needs its secret for token exchange: %s', (kind, needed) => {
    expect(appWith({ kind }).isSecretRequiredForTokenExchange).toBe(needed);
    expect(appWith({ kind, isSecretRequiredForTokenExchange: !needed })).toMatchObject({
      isSecretRequiredForTokenExchange: !needed,
    });
  });

  it('issues asset tokens for a minute when it says for whom', () => {
    expect(appWith({}).assetToken).toBeUndefined();
    expect(appWith({ assetToken: { audiences: ['a'] } }).assetToken).toEqual({
      audiences: ['a'],
      validity: 60,
      includeAttributes: false,
      includeCustomPermissions: false,
    });
    expect(problemsOf('apps: [{ name: App, assetToken: { audiences: [] } }]')).toHaveLength(1);
  });
});
