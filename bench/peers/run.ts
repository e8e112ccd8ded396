/** `npm run bench -- peers`: measures what this machine can install and start, and writes result.json and the section of docs/performance.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { measurePeers } from './measure.ts';
import { peers } from './peers.ts';
import { type PeersResult, peersSection, RESULT, withPeersSection } from './section.ts';

const PAGE = new URL('../../docs/performance.md', import.meta.url);

/** @param seconds of a turn */
export async function runPeers(seconds: number): Promise<string> {
  const result: PeersResult = {
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    seconds,
    load: loadavg()[0] ?? 0,
    peers: await measurePeers(peers, seconds),
  };
  writeFileSync(RESULT, `${JSON.stringify(result, null, 2)}\n`);
  const section = peersSection(result);
  writeFileSync(PAGE, withPeersSection(readFileSync(PAGE, 'utf8'), section));
  return section;
}
