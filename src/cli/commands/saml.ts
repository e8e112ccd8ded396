/**
 * `fauxforce saml`: signs an assertion for one of the two SAML grants of a running server (token.md 8 and 9), and may exchange
 * it.
 */
import type { KeyObject } from 'node:crypto';
import { type Command, Option } from 'commander';
import { SystemEntropy } from '../../ground/entropy.ts';
import type { UserFacts, WholeOrg } from '../../lab/answers.ts';
import { demoKeyOf, demoKeyOfIssuer } from '../demo-key.ts';
import { UsageError } from '../failure.ts';
import { addLabOptions, serverUrl } from '../lab-client.ts';
import { addLookUpOptions, lookUp, lookUpUser } from '../look-up.ts';
import { readPath } from '../options.ts';
import { signingKey } from '../private-key.ts';
import { readLifetime, timeOf } from '../time-of.ts';

type SamlGrant = 'bearer' | 'sso';

interface SamlChoice {
  readonly grant: SamlGrant;
  readonly app?: string;
  readonly key?: string;
  readonly issuer?: string;
  readonly aud?: string;
  readonly recipient?: string;
  /** Milliseconds. */
  readonly expires: number;
  readonly xml?: boolean;
  readonly exchange?: boolean;
  readonly json?: boolean;
}

/** What an assertion says, and the key that signs it. */
interface Subject {
  readonly org: WholeOrg;
  readonly issuer: string;
  readonly nameId: string;
  readonly audience: string;
  readonly key: KeyObject;
}

/** The parameters that each grant sends to the token endpoint. */
const FORMS = {
  bearer: { grant_type: 'urn:ietf:params:oauth:grant-type:saml2-bearer' },
  sso: {
    grant_type: 'assertion',
    assertion_type: 'urn:oasis:names:tc:SAML:2.0:profiles:SSO:browser',
  },
};
const ENCODINGS = { bearer: 'base64url', sso: 'base64' } as const;

export function addSamlCommand(program: Command): void {
  const command = program
    .command('saml')
    .description('print a signed SAML assertion, or log in to a running server with it');
  command.addOption(
    new Option(
      '--grant <grant>',
      'bearer: signed by an app (saml2-bearer); sso: by the identity provider of the org (assertion)',
    )
      .choices(Object.keys(FORMS))
      .makeOptionMandatory(),
  );
  addLookUpOptions(command)
    .option(
      '--key <file>',
      'the private key it is signed with, as PEM (default: that of the demo org)',
      readPath,
    )
    .option(
      '--issuer <text>',
      "its issuer (default: the app's consumer key, or the issuer in samlSso of the org)",
    )
    .option('--aud <url>', 'its audience (default: the server)')
    .option('--recipient <url>', 'its recipient (default: the token endpoint of the server)')
    .addOption(
      new Option('--expires <duration>', 'for how long it is good, by the clock of the org')
        .argParser(readLifetime)
        .default(readLifetime('3m'), '3m'),
    )
    .option('--xml', 'print it as XML, not encoded')
    .option('--exchange', 'send it to the token endpoint; exit code 1 if it is refused');
  addLabOptions(command).action(async () => {
    const { grant, xml: asXml = false, exchange = false, json = false } = command.opts<SamlChoice>();
    if (asXml && exchange) throw new UsageError('--xml and --exchange exclude each other');
    const xml = await makeAssertion(command);
    const assertion = Buffer.from(xml).toString(ENCODINGS[grant]);
    if (exchange)
      return (await import('../exchange.ts')).exchangeAssertion(
        command,
        { ...FORMS[grant], assertion },
        json,
      );
    process.stdout.write(`${json ? JSON.stringify({ assertion, xml }) : asXml ? xml : assertion}\n`);
  });
}

async function makeAssertion(command: Command): Promise<string> {
  const { grant, recipient, expires } = command.opts<SamlChoice>();
  const { org, issuer, nameId, audience, key } =
    grant === 'bearer' ? await ofApp(command) : await ofIdentityProvider(command);
  const now = await timeOf(command, org.org.id);
  const { samlAssertion } = await import('../../testing/saml.ts');
  const facts = {
    id: `_${new SystemEntropy().bytes(16).toString('hex')}`,
    issuer,
    nameId,
    audience,
    recipient: recipient ?? `${serverUrl(command)}/services/oauth2/token`,
    issuedAt: now,
    notOnOrAfter: now + expires,
    prolog: '',
    times: 1,
  };
  return samlAssertion(facts, key);
}

async function ofApp(command: Command): Promise<Subject> {
  const { key, issuer, aud } = command.opts<SamlChoice>();
  const { org, app, user } = await lookUp(command);
  return {
    org,
    issuer: issuer ?? app.consumerKey,
    nameId: user.username,
    audience: aud ?? serverUrl(command),
    key: await signingKey(key, () => demoKeyOf(app), app.consumerKey),
  };
}

async function ofIdentityProvider(command: Command): Promise<Subject> {
  const { app, key, issuer, aud } = command.opts<SamlChoice>();
  if (app !== undefined)
    throw new UsageError('--app is for --grant bearer: no app takes part in --grant sso');
  const { org, user } = await lookUpUser(command);
  const { samlSso } = org;
  if (samlSso === undefined)
    throw new UsageError(
      `org ${org.org.name} trusts no identity provider: write org.settings.samlSso into its seed (docs/seed.md)`,
    );
  const by = issuer ?? samlSso.issuer;
  return {
    org,
    issuer: by,
    nameId: nameIdOf(user, samlSso),
    audience: aud ?? serverUrl(command),
    key: await signingKey(key, () => demoKeyOfIssuer(by), by),
  };
}

function nameIdOf(
  { username, federationId }: UserFacts,
  { identityMapping }: NonNullable<WholeOrg['samlSso']>,
) {
  if (identityMapping === 'Username') return username;
  if (federationId !== undefined) return federationId;
  throw new UsageError(`${username} has no federationId, by which samlSso of the org finds users`);
}
