/**
 * Installs the real clients when they are missing or not those of package-lock.json: `node test/clients/install.ts`,
 * and as a global set-up of the tests. They are kept out of the repository's own package.json for their size.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installOnce } from '../helpers/install-once.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** @throws Error when npm fails */
export function setup(): void {
  installOnce({
    what: 'the real clients (500 MB)',
    folder: join(HERE, 'node_modules'),
    pins: [join(HERE, 'package-lock.json')],
    commands: [['npm', 'ci', '--prefix', HERE]],
  });
}

if (import.meta.main) setup();
