/** Clients in Go: with the lines that `fauxforce env` prints, compiled and run. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_KEY } from '../../src/seed/demo.ts';
import { runs } from '../clients/helpers/proof.ts';
import type { Client, Ended } from '../clients/helpers/run-client.ts';
import { Served } from '../clients/helpers/served.ts';
import { ada, visit } from '../clients/helpers/visit.ts';
import { isThere } from './language.ts';
import { type GoProgram, startGo, toldByGo } from './run-go.ts';

const GOTH_CALLBACK = 'http://localhost:3000/auth/salesforce/callback';

let served: Served;
beforeAll(async () => {
  // As the note of `fauxforce env goth` says.
  served = await Served.start({
    apps: { Web_Server: { callbackUrls: ['http://localhost:3000/callback', GOTH_CALLBACK] } },
  });
});
beforeEach(() => served.sf.reset());
afterAll(() => served[Symbol.asyncDispose]());

const start = (program: GoProgram) => startGo(served, program);
const told = (program: GoProgram) => toldByGo(served, program);

describe.skipIf(!isThere('Go'))('go-salesforce', () => {
  const imports = ['"github.com/k-capehart/go-salesforce/v3"'];
  const query = [
    'Check(err)',
    'ask := func() {',
    '  var records []struct{ Id, Name string }',
    '  Check(sf.Query("SELECT Id, Name FROM Organization", &records))',
    '  Tell(Facts{"name": records[0].Name})',
    '}',
    'ask()',
    'before := sf.GetAccessToken()',
    'Advance("3h")',
    'ask()',
    'Tell(Facts{"renewed": sf.GetAccessToken() != before})',
  ];
  const ACME = [{ name: 'Acme' }, { name: 'Acme' }, { renewed: true }];

  it(
    'gets a token by client credentials, queries, and gets another when the session has ended',
    runs('go-salesforce', 'client credentials'),
    async () => {
      const { lines } = await served.settingsFor('go-salesforce');
      expect(await told({ imports, body: [...lines, ...query] })).toEqual(ACME);
    },
  );

  it('logs in with a password', runs('go-salesforce', 'username-password'), async () => {
    const body = [
      `sf, err := salesforce.Init(salesforce.Creds{Domain: "${served.sf.url}", Username: "${ada.username}", Password: "${ada.password}",`,
      '  SecurityToken: "Tok3n", ConsumerKey: "3MVG9Demo.Username_Password", ConsumerSecret: "DEMO0USERNAME0PASSWORD0000000000"})',
      ...query,
    ];
    expect(await told({ imports, body })).toEqual(ACME);
  });

  it('logs in by JWT bearer', runs('go-salesforce', 'JWT bearer'), async () => {
    const body = [
      `pem, err := os.ReadFile("${DEMO_KEY}")`,
      'Check(err)',
      `sf, err := salesforce.Init(salesforce.Creds{Domain: "${served.sf.url}", Username: "${ada.username}",`,
      '  ConsumerKey: "3MVG9Demo.JWT_Bearer", ConsumerRSAPem: string(pem)})',
      ...query.slice(0, 7),
    ];
    expect(await told({ imports: [...imports, '"os"'], body })).toEqual([{ name: 'Acme' }]);
  });

  it('tells of a wrong secret', async () => {
    const { lines } = await served.settingsFor('go-salesforce');
    const body = [...lines.map((line) => line.replace('DEMO0CLIENT', 'DEMO1CLIENT')), 'Check(err)', '_ = sf'];
    expect(await told({ imports, body })).toEqual([{ error: '400 Bad Request: failed authentication' }]);
  });
});

/** Whoever is at the browser, and what the program told after that. */
async function walked(client: Client): Promise<Ended['told']> {
  client.tell(String(await visit(await client.said(/^away (.*)$/m))));
  const { told, stderr } = await client.ended();
  if (told.length === 0) throw new Error(stderr);
  return told;
}

describe.skipIf(!isThere('Go'))('go-oidc and golang.org/x/oauth2', () => {
  it(
    'discovers, logs in with PKCE, verifies the ID token, reads userinfo and refreshes',
    runs('go-oidc', 'web server'),
    async () => {
      const { lines } = await served.settingsFor('go-oidc');
      const client = await start({
        imports: [
          '"context"',
          '"net/url"',
          '"time"',
          '"github.com/coreos/go-oidc/v3/oidc"',
          '"golang.org/x/oauth2"',
        ],
        body: [
          'ctx := context.Background()',
          ...lines,
          'Check(err)',
          'verifier := oauth2.GenerateVerifier()',
          'back, err := url.Parse(Away(config.AuthCodeURL("of-the-app", oauth2.S256ChallengeOption(verifier))))',
          'Check(err)',
          'token, err := config.Exchange(ctx, back.Query().Get("code"), oauth2.VerifierOption(verifier))',
          'Check(err)',
          'id, err := provider.Verifier(&oidc.Config{ClientID: config.ClientID}).Verify(ctx, token.Extra("id_token").(string))',
          'Check(err)',
          'user, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(token))',
          'Check(err)',
          'stale := *token',
          'stale.Expiry = time.Now().Add(-time.Hour)',
          'fresh, err := config.TokenSource(ctx, &stale).Token()',
          'Check(err)',
          'Tell(Facts{"same": id.Subject == user.Subject, "email": user.Email, "fresh": fresh.AccessToken != token.AccessToken})',
        ],
      });
      expect(await walked(client)).toEqual([{ same: true, email: ada.username, fresh: true }]);
    },
  );
});

describe.skipIf(!isThere('Go'))('simpleforce', () => {
  const imports = ['"github.com/simpleforce/simpleforce"'];

  it('logs in by SOAP and queries by REST', runs('simpleforce', 'SOAP'), async () => {
    const { lines } = await served.settingsFor('simpleforce');
    const query = [
      'Check(err)',
      'result, err := client.Query("SELECT Id, Name FROM Organization")',
      'Check(err)',
      'Tell(Facts{"name": result.Records[0].StringField("Name"), "instance": client.GetLoc()})',
    ];
    const instance = served.sf.url.replace('127.0.0.1', 'localhost');
    expect(await told({ imports, body: [...lines, ...query] })).toEqual([{ name: 'Acme', instance }]);
  });

  it('tells of a wrong password', async () => {
    const { lines } = await served.settingsFor('simpleforce');
    const body = [...lines.map((line) => line.replace('correct-horse', 'wrong')), 'Check(err)'];
    const [{ error } = {}] = await told({ imports, body });
    expect(error).toContain('INVALID_LOGIN: Invalid username, password, security token; or user locked out.');
  });
});

describe.skipIf(!isThere('Go'))('goth', () => {
  it('logs in and reads the identity', runs('goth', 'web server'), async () => {
    const { lines } = await served.settingsFor('goth');
    const client = await start({
      imports: [
        '"net/url"',
        '"github.com/markbates/goth"',
        '"github.com/markbates/goth/providers/salesforce"',
      ],
      body: [
        ...lines,
        'provider, err := goth.GetProvider("salesforce")',
        'Check(err)',
        'session, err := provider.BeginAuth("of-the-app")',
        'Check(err)',
        'address, err := session.GetAuthURL()',
        'Check(err)',
        'back, err := url.Parse(Away(address))',
        'Check(err)',
        '_, err = session.Authorize(provider, back.Query())',
        'Check(err)',
        'user, err := provider.FetchUser(session)',
        'Check(err)',
        'Tell(Facts{"email": user.Email})',
      ],
    });
    expect(await walked(client)).toEqual([{ email: ada.username }]);
  });
});
