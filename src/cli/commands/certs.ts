/** `fauxforce certs`: the certificate authority that https here rests on, and what to set so that programs trust it (design 5.5). */
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_FOLDER } from '../../server/tls/tls.ts';
import type { Certificates } from '../../server/tls/trust.ts';
import { openAuthority } from '../authority.ts';
import { readPath, withVariable } from '../options.ts';
import { quoted } from '../shell.ts';

interface Options {
  readonly ca: string;
  readonly name: readonly string[];
  readonly renew?: boolean;
  readonly json?: boolean;
}

export function addCertsCommand(program: Command): void {
  const command = program
    .command('certs')
    .description(
      'make the certificate authority of https if need be, and print what makes programs trust it',
    );
  command
    .addOption(caOption())
    .addOption(
      new Option(
        '--name <host>',
        "a host to vouch for beside Salesforce's and this machine's; may be repeated",
      )
        .default([], 'none')
        .argParser(collectName),
    )
    .option('--renew', 'make another one, which must be trusted anew; the old one is kept under another name')
    .option('--json', 'print JSON')
    .action(() => printCertificates(command.opts<Options>()));
}

export function caOption(): Option {
  return withVariable(
    new Option('--ca <folder>', 'where the certificate authority of https is kept')
      .default(DEFAULT_FOLDER)
      .argParser(readPath),
  );
}

async function printCertificates({ ca, name, renew, json }: Options): Promise<void> {
  const certificate = await openAuthority(ca, { names: name, ...(renew && { renew }) });
  const { certificatesOf } = await import('../../server/tls/trust.ts');
  const certificates = certificatesOf(ca);
  process.stdout.write(json ? `${JSON.stringify(certificates)}\n` : inWords(certificates, certificate));
}

function inWords({ env, ca, bundle }: Certificates, certificate: string): string {
  const { validTo } = new X509Certificate(certificate);
  const lines = Object.entries(env).map(([name, value]) => `export ${name}=${quoted(value)}`);
  return [
    `# until ${validTo}`,
    ...lines,
    `# PHP: php -d openssl.cafile=${quoted(bundle)}`,
    '# .NET reads SSL_CERT_FILE, on macOS and Windows the store of the system',
    `# browsers and the store of the system take ${quoted(ca)} (docs/https.md)`,
    '',
  ].join('\n');
}

function collectName(name: string, earlier: readonly string[]): readonly string[] {
  const host = name.toLowerCase();
  if (isIP(host) === 0 && !host.split('.').every((label) => /^[a-z0-9-]{1,63}$/.test(label)))
    throw new InvalidArgumentError('Write the name of a host, or an address, such as salesforce.example.');
  return [...earlier, host];
}
