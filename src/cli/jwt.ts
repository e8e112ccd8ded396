/** `fauxforce jwt`: the assertion of a JWT bearer log-in to a running server (token.md 7), and what comes of it. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { readDuration } from '../lab/duration.ts';
import { signJwt } from '../oauth/jwt.ts';
import { UsageError } from './failure.ts';
import { addLabOptions, callLab, queryOf, serverUrl } from './lab-client.ts';
import { addLookUpOptions, lookUp } from './look-up.ts';
import { readPath } from './options.ts';

interface JwtChoice {
  readonly key?: string;
  readonly aud?: string;
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
    .option('--exchange', 'send it to the token endpoint; exit code 1 if it is refused');
  addLabOptions(command).action(async () => {
    const { exchange = false, json = false } = command.opts<JwtChoice>();
    const assertion = await makeAssertion(command);
    if (exchange) return (await import('./jwt-exchange.ts')).exchange(command, assertion, json);
    process.stdout.write(`${json ? JSON.stringify({ assertion }) : assertion}\n`);
  });
}

async function makeAssertion(command: Command): Promise<string> {
  const { key, aud, expires } = command.opts<JwtChoice>();
  const { orgId, consumerKey, username } = await lookUp(command);
  const privateKey = key === undefined ? await demoKeyFor(consumerKey) : readPrivateKey(key);
  const clock = await callLab(command, 'GET', `/clock${queryOf({ org: orgId })}`);
  const { now } = (await clock.json()) as { readonly now: string };
  return signJwt(
    { alg: 'RS256' },
    {
      iss: consumerKey,
      sub: username,
      aud: aud ?? serverUrl(command),
      exp: Math.floor((Date.parse(now) + expires) / 1000),
    },
    privateKey,
  );
}

async function demoKeyFor(consumerKey: string): Promise<KeyObject> {
  const { demoKeyOf } = await import('./demo-key.ts');
  const file = await demoKeyOf({ consumerKey });
  if (file === undefined)
    throw new UsageError(
      `whose key signs for ${consumerKey}? Give the private key of its certificate with --key`,
    );
  return readPrivateKey(file);
}

function readPrivateKey(file: string): KeyObject {
  const key = parsePrivateKey(readText(file), file);
  if (key.asymmetricKeyType !== 'rsa')
    throw new UsageError(`${file} is a key of type ${key.asymmetricKeyType}: assertions are signed with RSA`);
  return key;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(`${file} ${code === 'ENOENT' ? 'does not exist' : `cannot be read: ${message}`}`);
  }
}

function parsePrivateKey(text: string, file: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch {
    const reason = text.includes('ENCRYPTED')
      ? 'is encrypted: write it without a passphrase, as openssl pkey does'
      : 'is not a private key: give a PEM file that begins with -----BEGIN PRIVATE KEY-----';
    throw new UsageError(`${file} ${reason}`);
  }
}

/** @returns milliseconds */
function readLifetime(text: string): number {
  const lifetime = readDuration(text);
  if (lifetime === undefined || lifetime < 1000)
    throw new InvalidArgumentError('Write a duration from 1s on, such as 90s, 3m or 2h.');
  return lifetime;
}
