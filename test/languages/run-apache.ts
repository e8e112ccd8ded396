/** Runs Apache, as Debian has it, with the modules that its packages bring: one process, which answers on one port of this machine. */
import { readdirSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { Client } from '../clients/helpers/run-client.ts';
import { reachable } from '../helpers/nobody.ts';
import { CACHE } from './language.ts';

const ROOT = join(CACHE, 'debian/source');
const MODULES = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'headers', 'auth_mellon'];

/** @param configuration lines of it, and the files that they name */
export async function startApache(
  port: number,
  configuration: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const lib = join(ROOT, 'usr/lib');
  const libraries = [lib, ...readdirSync(lib).map((name) => join(lib, name))];
  const lines = [
    'ServerName localhost',
    `Listen 127.0.0.1:${port}`,
    'PidFile apache.pid',
    'ErrorLog error.log',
    // Who it is where root starts it: it reads its files as that.
    'User nobody',
    'Group nogroup',
    ...MODULES.map((name) => `LoadModule ${name}_module ${lib}/apache2/modules/mod_${name}.so`),
    ...configuration,
  ];
  const folder = await mkdtemp(join(reachable(), 'fauxforce-apache-'));
  await chmod(folder, 0o755);
  await Client.start({
    folder,
    command: [join(ROOT, 'usr/sbin/apache2'), '-X', '-d', '.', '-f', 'apache.conf'],
    env: { LD_LIBRARY_PATH: libraries.join(':') },
    files: { ...files, 'apache.conf': `${lines.join('\n')}\n` },
  });
  const isUp = () =>
    fetch(`http://localhost:${port}/`, { redirect: 'manual' }).then(
      () => true,
      () => false,
    );
  await expect.poll(isUp).toBe(true);
}
