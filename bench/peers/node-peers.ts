/** Peers that npm brings. */
import { join } from 'node:path';
import type { Installation } from '../../test/helpers/install-once.ts';
import { authorizeByForms, CLIENT, inBench, PASSWORD, type Peer, pinned, username } from './peer.ts';

const npm: Installation = {
  what: 'the peers that npm brings',
  folder: inBench('node_modules'),
  pins: [inBench('package-lock.json')],
  commands: [['npm', 'ci', '--prefix', inBench('')]],
};

const versionOf = (name: string) => pinned('package.json', new RegExp(`"${name}": "(.+)"`));

export const oauth2MockServer: Peer = {
  name: 'oauth2-mock-server',
  version: versionOf('oauth2-mock-server'),
  startedWith: '`oauth2-mock-server -a 127.0.0.1 -p <port>`',
  keeps: 'nothing: JWTs, and whatever it is shown is good',
  installation: npm,
  program: ({ port }) => ({
    command: [
      process.execPath,
      join(npm.folder, 'oauth2-mock-server/dist/oauth2-mock-server.mjs'),
      ...['-a', '127.0.0.1', '-p', String(port)],
    ],
  }),
  paths: { token: '/token', authorize: '/authorize' },
  asks: { access: {}, refresh: { scope: 'offline_access' } },
  authorize: (visit) => authorizeByForms(visit, {}),
};

export const oidcProvider: Peer = {
  name: 'oidc-provider',
  version: versionOf('oidc-provider'),
  startedWith:
    '`new Provider(issuer, { clients, … }).listen(port)`, its quick start, with client credentials switched on',
  keeps: 'in memory, in a map of a thousand entries that forgets the oldest',
  installation: npm,
  program: ({ port }) => ({
    command: [process.execPath, inBench('servers/oidc-provider.mjs'), String(port), JSON.stringify(CLIENT)],
    env: { NODE_ENV: 'production' },
  }),
  paths: { token: '/token', authorize: '/auth' },
  asks: { access: { scope: 'openid' }, refresh: { scope: 'openid offline_access', prompt: 'consent' } },
  authorize: (visit) => authorizeByForms(visit, { login: username(visit.user), password: PASSWORD }),
};
