/** The ports of a server, and what is wrong with them. */
import { wantFreePort } from '../../server/listen.ts';
import { UsageError } from '../failure.ts';
import type { StartOptions } from './start-options.ts';

export interface Place {
  readonly host: string | undefined;
  readonly port: number;
  /** The option that names the port. */
  readonly option?: string;
}

/** Where `--tls-port` is; undefined without one. */
export function secondPlace({ host, tlsPort }: StartOptions): Place | undefined {
  return tlsPort === undefined ? undefined : { host, port: tlsPort, option: '--tls-port' };
}

/** @throws UsageError when one port is to be two */
export function wantTwoPorts({ port, tlsPort }: StartOptions): void {
  if (port !== 0 && port === tlsPort)
    throw new UsageError(`--port and --tls-port are both ${port}: choose two, or leave --tls-port out`);
}

/** @throws UsageError when a server could not listen where it is to */
export async function wantFreePorts(options: StartOptions): Promise<void> {
  const { port, host } = options;
  for (const place of [{ host, port }, secondPlace(options)])
    if (place) await explained(place, () => wantFreePort(place.port, host));
}

/** Turns what the operating system says of a port or address into a sentence with a way out. */
export async function explained<Result>(
  { port, host, option = '--port' }: Place,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code && PORT_PROBLEMS[code]?.(port, host ?? 'localhost', option);
    if (!reason) throw error;
    throw new UsageError(reason);
  }
}

const PORT_PROBLEMS: Readonly<Record<string, (port: number, host: string, option: string) => string>> = {
  EADDRINUSE: (port, _host, option) =>
    `port ${port} is taken: end what listens there, or choose another with ${option} (0 picks a free one)`,
  EACCES: (port, _host, option) =>
    `port ${port} is reserved for administrators: choose one from 1024 on with ${option}`,
  EADDRNOTAVAIL: (_port, host) => `${host} is not an address of this machine: choose another with --host`,
  ENOTFOUND: (_port, host) => `${host} is not a host name that resolves: choose another with --host`,
  EAI_AGAIN: (_port, host) => `${host} is not a host name that resolves: choose another with --host`,
};
