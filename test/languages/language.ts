/** Languages of clients that npm cannot bring, and the system that others are packages of: whether one is on this machine, and where its clients are installed. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type Language = 'Python' | 'Go' | 'Java' | 'Debian 12';

export const HERE = fileURLToPath(new URL('.', import.meta.url));

export const CACHE = fileURLToPath(new URL('../../node_modules/.cache/languages', import.meta.url));

const QUESTIONS: Readonly<Record<Language, readonly [string, ...string[]][]>> = {
  Python: [['python3', '-c', 'import sys, venv; sys.exit(sys.version_info < (3, 11))']],
  Go: [['go', 'version']],
  Java: [
    ['javac', '-version'],
    ['mvn', '-version'],
  ],
  'Debian 12': [
    ['sh', '-c', '. /etc/os-release && test "$ID $VERSION_ID" = "debian 12" && apt-get --version'],
  ],
};

const answers = new Map<Language, boolean>();

export function isThere(language: Language): boolean {
  const known = answers.get(language);
  if (known !== undefined) return known;
  const answer = QUESTIONS[language].every(([command, ...args]) => spawnSync(command, args).status === 0);
  answers.set(language, answer);
  return answer;
}
