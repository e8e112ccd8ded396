/** `fauxforce saml` and `fauxforce totp`: what a person or an identity provider would have made. */
import { describe, expect, test } from 'vitest';
import type { Fauxforce } from '../../src/testing/index.ts';
import { freshServers } from '../helpers/fresh.ts';
import { run } from './run.ts';

const fresh = freshServers();

function ask(sf: Fauxforce, ...args: string[]) {
  return run({ args: [...args, '--url', sf.url] });
}

describe('saml', () => {
  const bearer = ['saml', '--grant', 'bearer', '--app', 'JWT_Bearer', '--user', 'ada'];
  const sso = ['saml', '--grant', 'sso', '--user', 'ada'];

  test.each([
    ['bearer', bearer],
    ['sso', sso],
  ])('%s logs in, twice and however far the clock was moved', async (_grant, order) => {
    const sf = await fresh();
    sf.clock.advance(400 * 86_400_000);
    for (let i = 0; i < 2; i++) {
      const { code, stdout, stderr } = await ask(sf, ...order, '--exchange');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(JSON.parse(stdout).access_token).toMatch(/^00D5g000004Acme!/);
    }
    expect(sf.journal.last()).toMatchObject({ username: 'ada@acme.example', outcome: 'answered' });
  });

  test('is printed encoded, as XML and as JSON, with what was chosen', async () => {
    const sf = await fresh();
    sf.clock.freeze();
    sf.clock.set(Date.parse('2027-01-01T00:00:00Z'));
    const chosen = [
      '--aud',
      'https://login.salesforce.com',
      '--recipient',
      'https://r.example',
      '--expires',
      '2h',
    ];
    const { stdout: xml } = await ask(sf, ...bearer, '--xml', ...chosen);
    expect(xml).toContain('<saml:Issuer>3MVG9Demo.JWT_Bearer</saml:Issuer>');
    expect(xml).toContain('<saml:NameID>ada@acme.example</saml:NameID>');
    expect(xml).toContain('<saml:Audience>https://login.salesforce.com</saml:Audience>');
    expect(xml).toContain('Recipient="https://r.example" NotOnOrAfter="2027-01-01T02:00:00.000Z"');
    const { stdout: encoded } = await ask(sf, ...bearer);
    expect(Buffer.from(encoded.trim(), 'base64url').toString()).toMatch(/^<saml:Assertion /);
    const json = JSON.parse((await ask(sf, ...sso, '--json')).stdout);
    expect(Buffer.from(json.assertion, 'base64').toString()).toBe(json.xml);
  });

  test('what is refused is explained', async () => {
    const sf = await fresh();
    const { code, stdout, stderr } = await ask(sf, ...bearer, '--aud', 'https://a.example', '--exchange');
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: '{"error":"invalid_grant","error_description":"audience is invalid"}\n',
    });
    expect(stderr).toContain('saml.audience');
  });

  test('finds users as the org does, by their federation id', async () => {
    const samlSso = {
      issuer: 'https://idp.acme.example',
      certificate: './demo.crt',
      identityMapping: 'FederationId',
    };
    const sf = await fresh({
      demo: { settings: { samlSso }, users: { ada: { federationId: 'E-1815' } } },
    });
    expect((await ask(sf, ...sso, '--xml')).stdout).toContain('<saml:NameID>E-1815</saml:NameID>');
    expect((await ask(sf, 'saml', '--grant', 'sso', '--user', 'grace')).stderr).toBe(
      'fauxforce: grace@acme.example has no federationId, by which samlSso of the org finds users\n',
    );
  });

  test.each([
    [[...sso, '--app', 'JWT_Bearer'], '--app is for --grant bearer: no app takes part in --grant sso'],
    [[...sso, '--xml', '--exchange'], '--xml and --exchange exclude each other'],
    [['saml', '--user', 'ada'], "required option '--grant <grant>' not specified"],
    [
      ['saml', '--grant', 'bearer', '--app', 'Web_Server', '--user', 'ada'],
      'whose key signs for 3MVG9Demo.Web_Server? Give the private key of its certificate with --key',
    ],
    [
      ['saml', '--grant', 'sso', '--user', 'ada', '--issuer', 'https://other.example'],
      'whose key signs for https://other.example? Give the private key of its certificate with --key',
    ],
  ])('%j is wrong usage', async (args, sentence) => {
    const sf = await fresh();
    expect(await ask(sf, ...args)).toEqual({ code: 2, stdout: '', stderr: `fauxforce: ${sentence}\n` });
  });

  test('an org that trusts nobody is told of', async () => {
    const sf = await fresh({ seed: { org: { name: 'Globex' } } });
    expect((await ask(sf, 'saml', '--grant', 'sso', '--user', 'admin')).stderr).toBe(
      'fauxforce: org Globex trusts no identity provider: write org.settings.samlSso into its seed (docs/seed.md)\n',
    );
  });
});

describe('totp', () => {
  // RFC 6238, appendix B, SHA-1: 94287082 at 59 s, of which six digits are asked for.
  const rfc = { username: 'ada@acme.example', totpSecret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' };

  test('prints the code of the moment, by the clock of the org', async () => {
    const sf = await fresh({ seed: { users: [rfc] } });
    sf.clock.freeze();
    sf.clock.set(Date.parse('2005-03-18T01:58:29Z'));
    expect((await ask(sf, 'totp', '--user', 'ada')).stdout).toBe('081804\n');
    expect(JSON.parse((await ask(sf, 'totp', '--user', 'ada', '--json')).stdout)).toEqual({
      code: '081804',
      until: '2005-03-18T01:58:30.000Z',
    });
    sf.clock.set(Date.parse('2005-03-18T01:58:31Z'));
    expect((await ask(sf, 'totp', '--user', 'ada')).stdout).toBe('050471\n');
    expect((await ask(sf, 'totp')).stderr).toBe('fauxforce: --user is missing: there are ada@acme.example\n');
  });
});
