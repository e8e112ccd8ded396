/** Peers that the Go proxy has, compiled here. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Installation } from '../../test/helpers/install-once.ts';
import { goEnvironment } from '../../test/languages/installations.ts';
import { CALLBACK, CLIENT, codeOf, inBench, type Peer, type Place, pinned, username } from './peer.ts';

const folder = fileURLToPath(new URL('../../node_modules/.cache/peers/go', import.meta.url));
const program = join(folder, 'hydra');

const go: Installation = {
  what: 'the peers of the Go proxy, which are compiled',
  folder,
  pins: ['go.mod', 'go.sum'].map((name) => inBench(`peers/go/${name}`)),
  source: inBench('peers/go'),
  commands: [['go', 'build', '-tags', 'sqlite', '-o', program, 'github.com/ory/hydra/v2']],
  env: goEnvironment(folder),
};

/** The app that logs users in and asks for their consent. There is none: {@link authorize} says what it would. */
const APP = 'http://127.0.0.1:3000';

export const hydra: Peer = {
  name: 'Hydra',
  version: pinned('peers/go/go.mod', /ory\/hydra\/v2 v(\S+)/),
  startedWith:
    '`hydra migrate sql`, then `hydra serve all --dev -c hydra.yml`; the client by its admin API; `lock=false`, `_txlock=immediate` and WAL in its DSN, without which it answers some of so many connections that its database is locked',
  keeps: 'in a SQLite file',
  needs: 'Go',
  installation: go,
  prepare(place) {
    writeFileSync(configuration(place), JSON.stringify(settings(place)));
    const { status, stderr } = spawnSync(
      program,
      ['migrate', 'sql', '--yes', '-e', '-c', configuration(place)],
      { env: { ...process.env, DSN: dsn(place) }, encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(stderr);
  },
  program: (place) => ({
    command: [program, 'serve', 'all', '--dev', '--sqa-opt-out', '-c', configuration(place)],
    env: { DSN: dsn(place) },
  }),
  async afterFirstStart(place) {
    await askAdmin(place, 'POST', '/clients', {
      ...CLIENT,
      grant_types: ['client_credentials', 'authorization_code', 'refresh_token'],
      response_types: ['code'],
      scope: 'offline_access',
      redirect_uris: [CALLBACK],
      token_endpoint_auth_method: 'client_secret_post',
    });
  },
  paths: { token: '/oauth2/token', authorize: '/oauth2/auth' },
  asks: { access: {}, refresh: { scope: 'offline_access' } },
  async authorize({ browser, url, user, place }) {
    const scope = new URL(url).searchParams.get('scope')?.split(' ') ?? [];
    let walk = await browser.open(url, CALLBACK);
    for (const [step, decision] of [
      ['login', { subject: username(user), remember: true }],
      ['consent', { grant_scope: scope, remember: true }],
    ] as const) {
      const challenge = walk.callback?.[`${step}_challenge`];
      if (challenge === undefined) continue;
      const path = `/oauth2/auth/requests/${step}/accept?${new URLSearchParams({ [`${step}_challenge`]: challenge })}`;
      const { redirect_to } = await askAdmin(place, 'PUT', path, decision);
      walk = await browser.open(redirect_to ?? '', CALLBACK);
    }
    return codeOf(walk);
  },
};

const configuration = ({ folder: own }: Place) => join(own, 'hydra.yml');
/**
 * Its library holds a lock of its own while it waits for SQLite's, in the midst of transactions that hold that one (`locker` in pop's
 * dialect_sqlite.go), and turns readers into writers: with the quick start's DSN some of many connections are told `database is locked`.
 */
const LOCKS = 'lock=false&_txlock=immediate&_busy_timeout=8000&_journal_mode=WAL';
const dsn = ({ folder: own }: Place) => `sqlite://${join(own, 'hydra.db')}?_fk=true&${LOCKS}`;

function settings({ port, adminPort, origin }: Place): object {
  const host = '127.0.0.1';
  return {
    serve: { public: { port, host }, admin: { port: adminPort, host } },
    urls: { self: { issuer: origin }, login: `${APP}/login`, consent: `${APP}/consent` },
    secrets: { system: ['youReallyNeedToChangeThis'] },
    log: { level: 'warn' },
  };
}

async function askAdmin(
  { adminPort }: Place,
  method: string,
  path: string,
  body: object,
): Promise<Record<string, string>> {
  const answer = await fetch(`http://127.0.0.1:${adminPort}/admin${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`Hydra answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, string>;
}
