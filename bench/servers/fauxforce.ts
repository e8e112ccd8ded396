/** fauxforce with a durable SQLite file, or the store that is given, and its journal, as installed; mints what the rows spend and says so. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, Org, User } from '../../src/org/model.ts';
import { demoOrgs } from '../../src/seed/demo.ts';
import { boundHeap } from '../../src/server/bound-heap.ts';
import { closeWorld, openWorld } from '../../src/server/open-world.ts';
import { buildServer } from '../../src/server/server.ts';
import { writeDeviceCode } from '../../src/world/device-code-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'fauxforce-bench-'));
const CLONES = 100;
const [demo] = (await demoOrgs()) as [Org];
const [ada] = demo.users as readonly [User];
const users = Array.from({ length: CLONES }, (_unused, index) => ({
  ...ada,
  id: `${ada.id.slice(0, 12)}${String(index).padStart(3, '0')}AAA`,
  username: `bench${index}@acme.example`,
}));
// Rates that no real org would take.
const settings = {
  ...demo.settings,
  loginsPerHour: 0,
  refreshProcessingTime: 0,
  dailyApiRequests: 1_000_000_000,
};
/** As Client_Credentials, with JWT access tokens. */
const apps = demo.apps.flatMap((one) =>
  one.name === 'Client_Credentials'
    ? [
        one,
        { ...one, name: 'Jwt_Tokens', consumerKey: `${one.consumerKey}.Jwt`, isNamedUserJwtEnabled: true },
      ]
    : [one],
);
const orgs = [{ ...demo, settings, apps, users: [...demo.users, ...users] }];
const world = await openWorld(orgs, process.argv[2] ?? join(folder, 'state.db'));
const server = await buildServer(world, { ca: join(folder, 'ca') });
await server.listen({ host: '127.0.0.1', port: 0 });
boundHeap();

const app = (name: string) => orgs[0]?.apps.find((one) => one.name === name) as App;
const user = ada;

async function mintCodes(count: number): Promise<string[]> {
  const client = app('Web_Server');
  return Promise.all(
    Array.from({ length: count }, async () => {
      const secret = world.codec.draw('code');
      const row = await world.store.codes.append({
        secretHash: secret.hash,
        orgId: client.orgId,
        userId: user.id,
        consumerKey: client.consumerKey,
        scopes: 'api',
        redirectUri: client.callbackUrls[0] ?? '',
        codeChallenge: undefined,
        nonce: undefined,
        issuer: 'http://localhost',
        approval: undefined,
        createdAt: world.clock.now(),
      });
      return world.codec.write(secret, row, client.orgId);
    }),
  );
}

/** Devices whose users have not decided. */
async function mintDeviceCodes(count: number): Promise<string[]> {
  const { consumerKey } = app('Device');
  const createdAt = world.clock.now();
  const code = { consumerKey, scopes: 'api', ip: '127.0.0.1', createdAt };
  return Promise.all(
    Array.from({ length: count }, async () => {
      const row = await world.store.deviceCodes.append(code, 1, createdAt);
      return writeDeviceCode(code, world.userCodes.write(row ?? 0));
    }),
  );
}

/** A user has five approvals an app: each token gets a user of its own. */
async function mintRefreshTokens(count: number): Promise<string[]> {
  const client = app('Web_Server');
  return Promise.all(
    users.slice(0, count).map(async (owner) => {
      const access = world.codec.draw('access');
      const refresh = world.codec.draw('refresh');
      const createdAt = world.clock.now();
      const { refreshToken = 0 } = await world.store.tokens.issue(
        {
          secretHash: access.hash,
          orgId: client.orgId,
          userId: owner.id,
          consumerKey: client.consumerKey,
          scopes: 'api refresh_token',
          timeout: 7200,
          createdAt,
        },
        { secretHash: refresh.hash, createdAt, issuer: 'http://localhost', approval: undefined },
      );
      return world.codec.write(refresh, refreshToken, client.orgId);
    }),
  );
}

const mints = { codes: mintCodes, deviceCodes: mintDeviceCodes, refreshTokens: mintRefreshTokens };

type Message = { mint: keyof typeof mints; count: number } | 'stop' | 'processor time';

process.on('message', async (message: Message) => {
  if (message === 'processor time') {
    const { user, system } = process.cpuUsage();
    process.send?.({ processorTime: user + system });
    return;
  }
  if (message === 'stop') {
    await server.close();
    await closeWorld(world);
    rmSync(folder, { recursive: true });
    process.exit(0);
  }
  process.send?.({ minted: await mints[message.mint](message.count) });
});
process.send?.({
  url: `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
  apps: Object.fromEntries((orgs[0]?.apps ?? []).map((one) => [one.name, one])),
});
