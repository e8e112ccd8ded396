/** The section of docs/performance.md on the peers. */
import { readFileSync } from 'node:fs';
import type { PeerFigures } from './measure.ts';
import { GRANTS, USERS } from './peer.ts';
import { peers } from './peers.ts';
import { FEWEST, type GrantFigures } from './turn.ts';

export interface PeersResult {
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  readonly seconds: number;
  /** Programs that wanted a core in the minute before, on average: 0 on a machine that does nothing else. */
  readonly load: number;
  readonly peers: readonly PeerFigures[];
}

export const RESULT = new URL('result.json', import.meta.url);

const HEADING = '## Peers';

/** The section as it was measured last. */
export function lastPeersSection(): string {
  return peersSection(JSON.parse(readFileSync(RESULT, 'utf8')));
}

/** The page with this section in the place of its own one; behind the first section when it has none. */
export function withPeersSection(page: string, section: string): string {
  const own = new RegExp(`^${HEADING}\\n[^]*?(?=^## )`, 'm');
  return own.test(page) ? page.replace(own, () => section) : page.replace(/^(?=## )/m, () => section);
}

export function peersSection(result: PeersResult): string {
  return `${HEADING}

\`npm run bench -- peers\` installs them (Go, a JDK 17 and Maven are wanted for some; 2 GB, five minutes), starts each as below and gives all the same work, in turns of ${result.seconds} s of
processor and ${FEWEST} tokens at least: one client and ${USERS} users, of whom each connection refreshes for one; codes are fetched before a turn. Requests a second of the clock and, in brackets, processor microseconds of the server a
request, medians of three turns after one to warm up (three for the JVMs); start-up from the process to its first token, medians of three from its second start on, on both cores, in brackets
processor milliseconds; memory is what is resident after all turns. Each logs warnings alone. Node ${result.node}, ${result.cores} cores of ${result.cpu}.${others(result.load)}

${figures(result.peers)}

${failures(result.peers)}${ahead(result)}

${starts()}

Bare Fastify does the same for every grant, so it is asked for one. What the others do for a token differs: oauth2-mock-server and mock-oauth2-server sign a JWT for whatever they are sent; of oidc-provider and
mock-oauth2-server a code brings an ID token too, as they have none without \`openid\`; Hydra compares client secrets by PBKDF2 in 25,000 rounds; access tokens of Keycloak are JWTs, those of oidc-provider, Hydra and fauxforce
are not. State is on a disk only in fauxforce, Hydra and Keycloak.

Dex is not there: of its module the Go proxy lists v0.6.1 and v2.13.0 of 2018, too old to say anything. Its releases since are version 2 without \`/v2\` in the path of their module, which Go cannot name; asked for
v2.45.0 and for \`master\` the proxy refused both.

`;
}

function others(load: number): string {
  return load < 1
    ? ''
    : `\nOther programs ran at the same time (load ${Math.round(load)} before): the clock says little, and processor times are longer than those of a quiet machine.`;
}

function figures(measured: readonly PeerFigures[]): string {
  const rows = peers.map(({ name }) => {
    const { start, grants = {}, resident } = measured.find((one) => one.name === name) ?? {};
    return [
      name,
      ...GRANTS.map((grant) => grantCell(grants[grant])),
      start ? withProcessorTime(Math.round(start.time), start.processorTime, 1_000) : '–',
      resident === undefined ? '–' : String(Math.round(resident / 2 ** 20)),
    ];
  });
  return table(['server', ...GRANTS, 'start-up, ms', 'memory, MiB'], rows);
}

function failures(measured: readonly PeerFigures[]): string {
  const lines = measured.flatMap(({ name, failures: steps = {} }) =>
    Object.entries(steps).map(([step, why]) => `- ${name}, ${step}: \`${why}\`\n`),
  );
  return lines.length === 0 ? '' : `What failed in this run:\n\n${lines.join('')}\n`;
}

function grantCell(figure: GrantFigures | undefined): string {
  return figure ? withProcessorTime(Math.round(figure.rate), figure.processorTime, 1) : '–';
}

function withProcessorTime(value: number, processorTime: number | undefined, unit: number): string {
  return processorTime === undefined ? String(value) : `${value} (${Math.round(processorTime / unit)})`;
}

/** Who is ahead of fauxforce, and in what: by what a token costs the processor, and a start by the clock where that says something. */
function ahead({ peers: measured, load }: PeersResult): string {
  const own = measured.find(({ name }) => name === 'fauxforce');
  if (!own) return 'Not measured yet on a machine that had time for it.';
  const others = measured.filter(({ name }) => name !== 'fauxforce' && name !== 'bare Fastify');
  const costOfStart = ({ start }: PeerFigures) =>
    (load < 1 ? undefined : start?.processorTime) ?? start?.time ?? Number.NaN;
  const before = [
    ...GRANTS.map((grant) => [grant, ({ grants }: PeerFigures) => costOf(grants[grant])] as const),
    ['start-up', costOfStart] as const,
  ].flatMap(([what, cost]) =>
    others.flatMap((other) => {
      const factor = cost(own) / cost(other);
      return factor > 1 ? `${other.name} (${factor.toFixed(1)} times) in ${what}` : [];
    }),
  );
  return before.length === 0
    ? 'fauxforce is ahead of all that were measured, in every grant and in start-up.'
    : `Ahead of fauxforce: ${before.join(', ')}. In all else that was measured fauxforce is ahead.`;
}

function costOf(figure: GrantFigures | undefined): number {
  return figure?.processorTime ?? 1_000_000 / (figure?.rate ?? 0);
}

function starts(): string {
  const rows = peers.map(({ name, version, startedWith, keeps }) => [name, version, startedWith, keeps]);
  return table(['server', 'version', 'started with', 'keeps its state'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
