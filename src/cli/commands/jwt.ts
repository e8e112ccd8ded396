/** `fauxforce jwt`: signs the assertion of a JWT bearer log-in to a running server (token.md 7), and may exchange it. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { weaknessOf } from '../../org/weak-keys.ts';
import { signJwt } from '../../tokens/jwt.ts';
import { demoKeyOf } from '../demo-key.ts';
import { UsageError } from '../failure.ts';
import { addLabOptions, serverUrl } from '../lab-client.ts';
import { addLookUpOptions, lookUp } from '../look-up.ts';
import { readPath } from '../options.ts';
import { signingKey } from '../private-key.ts';
import { readLifetime, timeOf } from '../time-of.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

interface JwtChoice {
  readonly key?: string;
  readonly aud?: string;
  readonly claim?: Readonly<Record<string, unknown>>;
  /** Milliseconds. */
  readonly expires: number;
  readonly exchange?: boolean;
  readonly json?: boolean;
}

export function addJwtCommand(program: Command): void {
  const command = program
    .command('jwt')
    .description('print a signed assertion for the JWT bearer flow, or log in to a running server with it');
  addLookUpOptions(command)
    .option(
      '--key <file>',
      "the private key of the app's certificate, as PEM (default: that of the demo org)",
      readPath,
    )
    .option('--aud <url>', 'its audience (default: the server)')
    .addOption(
      new Option('--expires <duration>', 'for how long it is good, by the clock of the org')
        .argParser(readLifetime)
        .default(readLifetime('3m'), '3m'),
    )
    .option(
      '--claim <name=value>',
      'a further claim, or another value for one of these; JSON, or text; may be repeated',
      readClaim,
    )
    .option('--exchange', 'send it to the token endpoint; exit code 1 if it is refused');
  addLabOptions(command).action(async () => {
    const { exchange = false, json = false } = command.opts<JwtChoice>();
    const assertion = await makeAssertion(command);
    if (exchange)
      return (await import('../exchange.ts')).exchangeAssertion(
        command,
        { grant_type: JWT_BEARER, assertion },
        json,
      );
    process.stdout.write(`${json ? JSON.stringify({ assertion }) : assertion}\n`);
  });
}

async function makeAssertion(command: Command): Promise<string> {
  const { key, aud, expires, claim } = command.opts<JwtChoice>();
  const { org, app, user } = await lookUp(command);
  const privateKey = await signingKey(key, () => demoKeyOf(app), app.consumerKey);
  const weakness = weaknessOf(privateKey);
  if (weakness) throw new UsageError(`${key ?? 'the key'} is ${weakness}`);
  const now = await timeOf(command, org.org.id);
  return signJwt(
    { alg: 'RS256' },
    {
      iss: app.consumerKey,
      sub: user.username,
      aud: aud ?? serverUrl(command),
      exp: Math.floor((now + expires) / 1000),
      ...claim,
    },
    privateKey,
  );
}

/** Adds a claim to the earlier ones. A value that is JSON is read as JSON, any other as text. */
function readClaim(text: string, earlier: JwtChoice['claim'] = {}): JwtChoice['claim'] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Write a name and a value, such as kid=1 or \'aud=["a","b"]\'.');
  return { ...earlier, [text.slice(0, at)]: claimValue(text.slice(at + 1)) };
}

function claimValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
