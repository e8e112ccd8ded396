/** Reads the URL of a database, and what `PG*` variables say where the URL says nothing. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import { didYouMean } from '../../ground/nearest.ts';

/** Everything that is needed to connect. The password is a secret: it is in no sentence. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Undefined: the file may have it. */
  readonly password: string | undefined;
  readonly passwordFile: string;
  readonly database: string;
  readonly schema: string;
  readonly applicationName: string;
  readonly ssl: false | ConnectionOptions;
  /** Whether it is done without TLS if the server has none. */
  readonly mayBePlain: boolean;
}

const SCHEME = /^postgres(?:ql)?:\/\//i;
const OPTIONS = [
  'schema',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'application_name',
  'host',
] as const;
const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
const VARIABLES: Readonly<Record<string, string>> = {
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  application_name: 'PGAPPNAME',
};
/** A schema of its own, so that no table of others is in it. */
const SCHEMA = 'fauxforce';
/** libpq's word for the certificates that the machine trusts. */
const SYSTEM = 'system';
/** Of PostgreSQL: longer names are cut. */
const LONGEST_NAME = 63;
/** Names that PostgreSQL keeps for itself; for `$user` it reads that of the role. */
const NOT_OURS = /^(?:pg_.*|\$user|information_schema)$/is;

/** Where libpq looks, in the home of the user. */
const PASSWORD_FILE =
  process.platform === 'win32' ? ['AppData', 'Roaming', 'postgresql', 'pgpass.conf'] : ['.pgpass'];

export function isPostgresUrl(location: string): boolean {
  return SCHEME.test(location.trim());
}

/** @returns what is wrong with a URL, as a sentence without its secrets; undefined if it can be used */
export function problemOfUrl(location: string): string | undefined {
  try {
    readAddress(location, {});
    return undefined;
  } catch (error) {
    if (error instanceof AddressError) return error.message;
    throw error;
  }
}

/** A URL that cannot be used. The message is one sentence. */
export class AddressError extends Error {
  override readonly name = 'AddressError';
}

/**
 * @param env of the process
 * @throws AddressError
 */
export function readAddress(location: string, env: NodeJS.ProcessEnv): Address {
  const url = parse(location.trim());
  const given = readOptions(url);
  const option = (name: string) => given.get(name) ?? env[VARIABLES[name] ?? ''] ?? undefined;
  const user = decoded(url.username) || env.PGUSER || env.USER || 'postgres';
  return {
    host: given.get('host') || decoded(url.hostname).replace(/^\[|\]$/g, '') || env.PGHOST || 'localhost',
    port: readPort(url.port || env.PGPORT || '5432'),
    user,
    password: decoded(url.password) || env.PGPASSWORD || undefined,
    database: decoded(url.pathname.slice(1)) || env.PGDATABASE || user,
    passwordFile: env.PGPASSFILE || join(homedir(), ...PASSWORD_FILE),
    schema: readSchema(given.get('schema') ?? SCHEMA),
    applicationName: option('application_name') ?? 'fauxforce',
    ...readTls(option),
  };
}

function parse(location: string): URL {
  try {
    const url = new URL(location);
    // No name of PostgreSQL has a U+0000: what it is told would end there.
    return url.hash === '' && !location.includes('%00') ? url : fail();
  } catch {
    return fail();
  }
}

function fail(): never {
  throw new AddressError(
    'The URL of the store is not understood: write postgres://user:password@host:port/database?schema=name, and %23 for # and %40 for @ in a password.',
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return fail();
  }
}

function readOptions(url: URL): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const [name, value] of url.searchParams) {
    if (!(OPTIONS as readonly string[]).includes(name)) {
      const meant = didYouMean(name, OPTIONS) || `: there are ${OPTIONS.join(', ')}.`;
      throw new AddressError(`The URL of the store has an unknown option '${name}'${meant}`);
    }
    if (options.has(name)) throw new AddressError(`The URL of the store has ${name} twice.`);
    options.set(name, value);
  }
  return options;
}

function readSchema(name: string): string {
  const isName = name !== '' && Buffer.byteLength(name) <= LONGEST_NAME && !name.includes('"');
  if (!isName || NOT_OURS.test(name))
    throw new AddressError(
      `'${name}' is no name for a schema: give one of 1 to ${LONGEST_NAME} bytes without ", not pg_…, $user or information_schema.`,
    );
  return name;
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new AddressError(`'${text}' is no port of a database: give 1 to 65535.`);
  return port;
}

/** TLS as libpq has it: without a mode it is used where the server has it, and unless the mode says so nothing is verified. */
function readTls(option: (name: string) => string | undefined): Pick<Address, 'ssl' | 'mayBePlain'> {
  const isSystem = option('sslrootcert') === SYSTEM;
  const mode = option('sslmode') ?? (isSystem ? 'verify-full' : 'prefer');
  if (!(SSL_MODES as readonly string[]).includes(mode))
    throw new AddressError(`sslmode '${mode}' is unknown: give one of ${SSL_MODES.join(', ')}.`);
  if (isSystem && mode !== 'verify-full')
    throw new AddressError(
      `sslrootcert=${SYSTEM} wants sslmode=verify-full, not ${mode}: anybody has a certificate that others trust.`,
    );
  if (mode === 'disable') return { ssl: false, mayBePlain: true };
  const ca = readFile('sslrootcert', option('sslrootcert'));
  const cert = readFile('sslcert', option('sslcert'));
  const key = readFile('sslkey', option('sslkey'));
  const files = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
  const isVerified = mode.startsWith('verify') || (mode === 'require' && ca !== undefined);
  const isAnyName = mode !== 'verify-full';
  return {
    ssl: {
      ...files,
      rejectUnauthorized: isVerified,
      ...(isAnyName && { checkServerIdentity: () => undefined }),
    },
    mayBePlain: mode === 'allow' || mode === 'prefer',
  };
}

/** @returns undefined where no file is named */
function readFile(name: string, path: string | undefined): string | undefined {
  if (path === undefined || path === '' || path === SYSTEM) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new AddressError(`${name} ${path} cannot be read (${(error as Error).message}).`);
  }
}
