/** fauxforce, as it is installed, and the bare Fastify that it is measured against: peers like the others. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installPackage } from '../startup.ts';
import { CALLBACK, CLIENT, codeOf, inBench, PASSWORD, type Peer, USERS, username } from './peer.ts';

export const bareFastify: Peer = {
  name: 'bare Fastify',
  version: '5',
  startedWith: '`bench/servers/bare-startup.mjs`: one route that reads a form and answers one member',
  keeps: 'nothing',
  program: ({ port }) => ({
    command: [process.execPath, inBench('servers/bare-startup.mjs'), String(port)],
  }),
  grants: ['client_credentials'],
  paths: { token: '/', authorize: '/' },
  asks: { access: {}, refresh: {} },
  authorize: () => Promise.reject(new Error('it has no users')),
};

export const fauxforce: Peer = {
  name: 'fauxforce',
  version: 'of this commit',
  startedWith:
    '`fauxforce start --port <port> --log-level warn`; an org with the users by `POST /_fauxforce/orgs`',
  keeps: 'in a SQLite file, durably, with its journal',
  prepare({ folder }) {
    const { status } = spawnSync('npm', ['run', 'build'], { stdio: 'inherit', cwd: inBench('..') });
    if (status !== 0) throw new Error('npm run build failed');
    installPackage(folder);
  },
  program: ({ folder, port }) => ({
    command: [
      process.execPath,
      join(folder, 'bin', 'fauxforce.js'),
      ...['start', '--port', String(port), '--store', join(folder, 'state.db'), '--log-level', 'warn'],
    ],
  }),
  async afterFirstStart({ origin }) {
    const answer = await fetch(`${origin}/_fauxforce/orgs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(org()),
    });
    if (answer.status !== 201)
      throw new Error(`POST /orgs answered ${answer.status}: ${await answer.text()}`);
  },
  paths: { token: '/services/oauth2/token', authorize: '/services/oauth2/authorize' },
  asks: { access: { scope: 'api' }, refresh: { scope: 'api refresh_token' } },
  authorize: async ({ browser, url, user }) =>
    codeOf(await browser.visit(url, { username: fullUsername(user), password: PASSWORD })),
};

const fullUsername = (user: number) => `${username(user)}@bench.example`;

/** An org whose limits no load reaches. */
function org(): object {
  const { client_id: consumerKey, client_secret: consumerSecret } = CLIENT;
  return {
    org: { name: 'Bench', settings: { loginsPerHour: 0, refreshProcessingTime: 0 } },
    users: Array.from({ length: USERS }, (_unused, user) => ({
      username: fullUsername(user),
      password: PASSWORD,
      lastName: 'Byron',
      profile: 'System Administrator',
    })),
    apps: [
      {
        name: 'Bench',
        consumerKey,
        consumerSecret,
        callbackUrls: [CALLBACK],
        scopes: ['api', 'refresh_token'],
        isClientCredentialEnabled: true,
        clientCredentialUser: fullUsername(0),
      },
    ],
  };
}
