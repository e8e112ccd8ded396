/** What is installed for the clients in each language, and how. */
import { join } from 'node:path';
import { CACHE, HERE, type Language } from './language.ts';

export interface Installation {
  readonly language: Language;
  readonly folder: string;
  /** The files that say what is installed. */
  readonly pins: readonly string[];
  readonly commands: readonly (readonly [string, ...string[]])[];
  /** Of the commands, beside this process's. */
  readonly env?: Readonly<Record<string, string>>;
  /** The folder beside this file that the commands run in a copy of. */
  readonly source?: string;
}

export const installations: readonly Installation[] = [
  python('python', 'requirements.txt'),
  python('tap', 'requirements-tap.txt'),
  python('airbyte', 'requirements-airbyte.txt'),
  python('saml', 'requirements-saml.txt'),
  {
    language: 'Go',
    folder: join(CACHE, 'go'),
    pins: ['go/go.mod', 'go/go.sum', 'go/clients.go'],
    source: 'go',
    // Compiles what the tests import, so that no test waits for it.
    commands: [['go', 'build', './...']],
    env: goEnvironment(),
  },
  java('camel', ['CamelClient.java']),
  java('spring', ['example/SpringClient.java']),
  java('wsc', []),
  // The oldest and the newest WSDL that Maven Central has classes of.
  java('wsc-31', []),
  java('wsc-64', []),
];

function python(name: string, requirements: string): Installation {
  const folder = join(CACHE, name);
  return {
    language: 'Python',
    folder,
    pins: [`python/${requirements}`],
    commands: [
      ['python3', '-m', 'venv', folder],
      [
        join(folder, 'bin/pip'),
        'install',
        '--quiet',
        '--no-cache-dir',
        '--requirement',
        join(HERE, 'python', requirements),
      ],
    ],
  };
}

function java(project: string, sources: readonly string[]): Installation {
  return {
    language: 'Java',
    folder: join(CACHE, project),
    pins: ['pom.xml', ...sources.map((name) => `src/main/java/${name}`)].map(
      (name) => `java/${project}/${name}`,
    ),
    source: `java/${project}`,
    commands: [
      [
        ...['mvn', '--quiet', '--batch-mode', `-Dmaven.repo.local=${join(CACHE, 'maven')}`],
        ...['compile', 'dependency:copy-dependencies'],
      ] as [string, ...string[]],
    ],
  };
}

/** Modules and what was compiled of them are kept with the checkout. */
export function goEnvironment(): Readonly<Record<string, string>> {
  const folder = join(CACHE, 'go');
  return {
    GOMODCACHE: join(folder, 'modules'),
    GOCACHE: join(folder, 'compiled'),
    // Else only their owner's `go clean` could take them away.
    GOFLAGS: '-mod=readonly -modcacherw',
    GOTOOLCHAIN: 'local',
  };
}
