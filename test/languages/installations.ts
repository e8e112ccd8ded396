/** What is installed for the clients in each language, and how. */
import { join } from 'node:path';
import type { Installation } from '../helpers/install-once.ts';
import { CACHE, HERE, type Language } from './language.ts';

interface Clients extends Omit<Installation, 'what'> {
  readonly language: Language;
}

const GO = join(CACHE, 'go');

export const installations: readonly Clients[] = [
  python('python', 'requirements.txt'),
  python('tap', 'requirements-tap.txt'),
  python('airbyte', 'requirements-airbyte.txt'),
  python('saml', 'requirements-saml.txt'),
  {
    language: 'Go',
    folder: GO,
    pins: ['go/go.mod', 'go/go.sum', 'go/clients.go'].map((name) => join(HERE, name)),
    source: join(HERE, 'go'),
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
  java('spring-saml', ['example/SpringSaml.java']),
  debian(),
];

function python(name: string, requirements: string): Clients {
  const folder = join(CACHE, name);
  return {
    language: 'Python',
    folder,
    pins: [join(HERE, 'python', requirements)],
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

function java(project: string, sources: readonly string[]): Clients {
  return {
    language: 'Java',
    folder: join(CACHE, project),
    pins: ['pom.xml', ...sources.map((name) => `src/main/java/${name}`)].map((name) =>
      join(HERE, 'java', project, name),
    ),
    source: join(HERE, 'java', project),
    commands: [
      [
        ...['mvn', '--quiet', '--batch-mode', `-Dmaven.repo.local=${join(CACHE, 'maven')}`],
        ...['compile', 'dependency:copy-dependencies'],
      ] as [string, ...string[]],
    ],
  };
}

/** Packages of Debian, unpacked below the folder with whatever they need that the machine lacks: it stays as it is, and nobody has to be root. */
function debian(): Clients {
  const folder = join(CACHE, 'debian');
  const options = [
    'Debug::NoLocking=1',
    `Dir::State::lists=${folder}/lists`,
    `Dir::Cache=${folder}/packages`,
  ];
  const apt = ['apt-get', '--quiet', ...options.flatMap((option) => ['--option', option])] as const;
  const download = ['--yes', '--download-only', '--reinstall', '--no-install-recommends', 'install'];
  return {
    language: 'Debian 12',
    folder,
    pins: [join(HERE, 'debian/packages.txt')],
    source: join(HERE, 'debian'),
    commands: [
      ['mkdir', '-p', `${folder}/lists/partial`, `${folder}/packages/archives/partial`],
      [...apt, 'update'],
      ['xargs', '--arg-file=packages.txt', ...apt, ...download],
      [
        'sh',
        '-c',
        `for package in ${folder}/packages/archives/*.deb; do dpkg-deb --extract "$package" . || exit; done`,
      ],
      ['rm', '-r', `${folder}/lists`, `${folder}/packages`],
    ],
  };
}

/** Modules and what was compiled of them are kept with the checkout, in a folder of it. */
export function goEnvironment(folder: string = GO): Readonly<Record<string, string>> {
  return {
    GOMODCACHE: join(folder, 'modules'),
    GOCACHE: join(folder, 'compiled'),
    // Else only their owner's `go clean` could take them away.
    GOFLAGS: '-mod=readonly -modcacherw',
    GOTOOLCHAIN: 'local',
  };
}
