/**
 * Installs the clients that are in other languages, where the language is: `node test/languages/install.ts`, and as a global set-up of
 * the tests. Their versions are pinned in requirements*.txt, go.mod, pom.xml and packages.txt beside this file. All of it is below node_modules/.cache,
 * so that `npm ci` takes it away.
 */
import { installOnce } from '../helpers/install-once.ts';
import { installations } from './installations.ts';
import { isThere } from './language.ts';

/** @throws Error when one cannot be installed, with what the installer said */
export function setup(): void {
  for (const { language, ...installation } of installations) {
    if (isThere(language)) installOnce({ what: `the clients in ${language}`, ...installation });
    else console.error(`${language} is not on this machine: clients in it are skipped`);
  }
}

if (import.meta.main) setup();
