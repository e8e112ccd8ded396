/** Compiles and runs a program of a client in Go, in a copy of the module beside this file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, type Ended } from '../clients/helpers/run-client.ts';
import type { Served } from '../clients/helpers/served.ts';
import { goEnvironment } from './installations.ts';
import { HERE } from './language.ts';

export interface GoProgram {
  readonly imports: readonly string[];
  readonly body: readonly string[];
}

const read = (name: string) => readFileSync(join(HERE, 'go', name), 'utf8');

/** The proxy keeps it on this machine: it refuses other hosts. */
export async function startGo({ sf }: Served, { imports, body }: GoProgram): Promise<Client> {
  const main = [
    'package main',
    'import (',
    ...imports,
    '. "example.com/clients/lab"',
    ')',
    'func main() {',
    ...body,
    '}',
  ];
  return Client.start({
    command: ['go', 'run', '.'],
    env: { ...goEnvironment(), FAUXFORCE_URL: sf.url, HTTP_PROXY: sf.url, HTTPS_PROXY: sf.url },
    files: {
      'go.mod': read('go.mod'),
      'go.sum': read('go.sum'),
      'lab/lab.go': read('lab/lab.go'),
      'main.go': main.join('\n'),
    },
  });
}

/** @returns what the program told */
export async function toldByGo(served: Served, program: GoProgram): Promise<Ended['told']> {
  const { code, told, stderr } = await (await startGo(served, program)).ended();
  if (code !== 0 && told.length === 0) throw new Error(stderr);
  return told;
}
