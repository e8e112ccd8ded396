/** What a test proves of a client: scripts/client-results.ts collects it for docs/clients.md. */
import { readFileSync } from 'node:fs';

export interface Proof {
  /** The package, as its registry has it. */
  readonly client: string;
  readonly version: string;
  readonly flow: string;
  /** `replayed`: the client cannot run here, its requests as its source writes them are sent by the test. */
  readonly how: 'run' | 'replayed';
}

declare module 'vitest' {
  interface TaskMeta {
    proof?: Proof;
  }
}

interface Options {
  readonly meta: { readonly proof: Proof };
}

/** Options of a test in which the client itself logs in. Its version is the one that is pinned. */
export function runs(client: string, flow: string): Options {
  return { meta: { proof: { client, version: pinned(client), flow, how: 'run' } } };
}

/**
 * Options of a test that sends what the client would.
 *
 * @param version of the source that was read, or the month in which it was
 */
export function replays(client: string, version: string, flow: string): Options {
  return { meta: { proof: { client, version, flow, how: 'replayed' } } };
}

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** What the packages of the repository bring, of which some are clients too. */
const locked: Readonly<Record<string, { readonly version: string }>> = JSON.parse(
  read('../package-lock.json'),
).packages;

const npm: Readonly<Record<string, string>> = JSON.parse(read('clients/package.json')).dependencies;
/** Lines `package==version` of PyPI, `package=version-revision` of Debian, `name vVersion` of Go with the last part of the module's path as its name, artifacts of Maven. */
const others = new Map<string, string>([
  ...[
    'requirements.txt',
    'requirements-tap.txt',
    'requirements-airbyte.txt',
    'requirements-saml.txt',
  ].flatMap((pins) => pairs(read(`languages/python/${pins}`), /^(\S+)==(\S+)$/gm)),
  ...['camel', 'spring', 'spring-saml', 'wsc'].flatMap((project) =>
    pairs(
      read(`languages/java/${project}/pom.xml`),
      /<artifactId>(.+)<\/artifactId>\s*<version>(.+)<\/version>/g,
    ),
  ),
  ...pairs(read('languages/debian/packages.txt'), /^(\S+)=(\S+)-\d+$/gm),
  ...pairs(read('languages/go/go.mod'), /^\t\S*?([^/\s]+)(?:\/v\d+)? v(\S+)$/gm),
]);

function pairs(text: string, pattern: RegExp): [string, string][] {
  return Array.from(text.matchAll(pattern), ([, name = '', version = '']) => [name.toLowerCase(), version]);
}

/** @throws Error for a client that no file pins */
export function pinned(client: string): string {
  const version =
    npm[client] ?? others.get(client.toLowerCase()) ?? locked[`node_modules/${client}`]?.version;
  if (version === undefined) throw new Error(`the version of ${client} is pinned nowhere`);
  return version;
}
