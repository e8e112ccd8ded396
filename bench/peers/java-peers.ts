/** Peers that Maven Central has. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Installation } from '../../test/helpers/install-once.ts';
import {
  authorizeByForms,
  CALLBACK,
  CLIENT,
  inBench,
  PASSWORD,
  type Peer,
  pinned,
  USERS,
  username,
} from './peer.ts';

const folder = fileURLToPath(new URL('../../node_modules/.cache/peers/java', import.meta.url));

const maven: Installation = {
  what: 'the peers of Maven Central',
  folder,
  pins: [inBench('peers/java/pom.xml')],
  source: inBench('peers/java'),
  commands: [['mvn', '--quiet', '--batch-mode', `-Dmaven.repo.local=${join(folder, 'maven')}`, 'package']],
};
/** JVMs compile as they go. */
const WARM_UPS = 3;

const target = join(folder, 'source/target');

const versionOf = (artifact: string) =>
  pinned('peers/java/pom.xml', new RegExp(`<artifactId>${artifact}</artifactId>\\s*<version>(.+)</version>`));

export const mockOauth2Server: Peer = {
  name: 'mock-oauth2-server',
  version: versionOf('mock-oauth2-server'),
  startedWith:
    '`java -cp … no.nav.security.mock.oauth2.StandaloneMockOAuth2ServerKt` with `SERVER_PORT`; the web server that its library has, since the standalone one closes each connection',
  keeps: 'nothing but the codes and refresh tokens it gave, in memory: JWTs',
  needs: 'Java',
  warmUps: WARM_UPS,
  installation: maven,
  program: ({ port }) => ({
    command: [
      'java',
      ...['-cp', join(target, 'dependency/*'), 'no.nav.security.mock.oauth2.StandaloneMockOAuth2ServerKt'],
    ],
    env: {
      ...{ SERVER_HOSTNAME: '127.0.0.1', SERVER_PORT: String(port), LOG_LEVEL: 'WARN' },
      // The other one closes each connection, and an answer that ends so is none to autocannon.
      JSON_CONFIG: '{"httpServer":"MockWebServerWrapper"}',
    },
  }),
  paths: { token: '/default/token', authorize: '/default/authorize' },
  asks: { access: { scope: 'openid' }, refresh: { scope: 'openid offline_access' } },
  authorize: (visit) => authorizeByForms(visit, {}),
};

const KEYCLOAK = versionOf('keycloak-quarkus-dist');
const home = join(target, `keycloak-${KEYCLOAK}`);

export const keycloak: Peer = {
  name: 'Keycloak',
  version: KEYCLOAK,
  startedWith: '`kc.sh start-dev --import-realm --http-port <port> --log-level warn`',
  keeps: 'in its H2 file',
  needs: 'Java',
  warmUps: WARM_UPS,
  installation: maven,
  prepare() {
    rmSync(join(home, 'data'), { recursive: true, force: true });
    mkdirSync(join(home, 'data/import'), { recursive: true });
    writeFileSync(join(home, 'data/import/bench-realm.json'), JSON.stringify(realm()));
  },
  program: ({ port }) => ({
    command: [
      'sh',
      join(home, 'bin/kc.sh'),
      ...[
        'start-dev',
        '--import-realm',
        '--http-host',
        '127.0.0.1',
        '--http-port',
        String(port),
        '--log-level',
        'warn',
      ],
    ],
  }),
  paths: {
    token: '/realms/bench/protocol/openid-connect/token',
    authorize: '/realms/bench/protocol/openid-connect/auth',
  },
  asks: { access: {}, refresh: {} },
  authorize: (visit) => authorizeByForms(visit, { username: username(visit.user), password: PASSWORD }),
};

/** What Keycloak imports at its first start. */
function realm(): object {
  const { client_id: clientId, client_secret: secret } = CLIENT;
  const users = Array.from({ length: USERS }, (_unused, user) => ({
    username: username(user),
    enabled: true,
    email: `${username(user)}@acme.example`,
    emailVerified: true,
    firstName: 'Ada',
    lastName: 'Byron',
    credentials: [{ type: 'password', value: PASSWORD }],
  }));
  const client = { clientId, secret, redirectUris: [CALLBACK], serviceAccountsEnabled: true };
  return { realm: 'bench', enabled: true, clients: [client], users };
}
