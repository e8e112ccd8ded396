/** All state as a document: restored into a fresh process, tokens work; what does not fit changes nothing. */
import { describe, expect, it } from 'vitest';
import { startFauxforce } from '../../src/testing/index.ts';
import { type LabOrg, lab, tokenOf, userInfo } from './helpers.ts';
import { tableSnapshot } from './older.ts';

interface Snapshot {
  readonly version: number;
  readonly orgs: readonly object[];
  readonly store: { readonly version: number; readonly parts: Readonly<Record<string, readonly unknown[]>> };
}

describe('a snapshot', () => {
  it('is the same, byte for byte, for the same state', async () => {
    await using sf = await startFauxforce();
    await lab(sf, 'POST', '/orgs', {});
    await tokenOf(sf, sf.apps.Client_Credentials!);
    const take = async () => (await fetch(`${sf.url}/_fauxforce/snapshot`)).text();
    const one = await take();
    await fetch(`${sf.url}/services/oauth2/userinfo`);
    expect(await take()).toBe(one);
    expect(one).not.toContain('127.0.0.1');
  });

  it('brings tokens, orgs, changes, apps that registered and time into a fresh process', async () => {
    await using first = await startFauxforce();
    const { body: made } = await lab<LabOrg>(first, 'POST', '/orgs', {});
    const { body: other } = await lab<LabOrg>(first, 'POST', '/orgs', { expiresIn: '36500d' });
    const token = await tokenOf(first, made.apps[0]!);
    const minted = await lab<{ access_token: string; refresh_token: string }>(first, 'POST', '/tokens', {
      client_id: '3MVG9Demo.Web_Server',
      username: 'ada@acme.example',
    });
    await lab(first, 'PATCH', '/users/ada@acme.example', { lastName: 'King' });
    await lab(first, 'POST', '/clock', { set: '2030-01-01T00:00:00Z', freeze: true });
    await lab(first, 'POST', `/clock?org=${made.org.id}`, { advance: '-1h' });
    const { body: snapshot } = await lab<Snapshot>(first, 'GET', '/snapshot');

    await using second = await startFauxforce({ seed: { org: { name: 'Elsewhere' } } });
    const stale = await tokenOf(second, second.apps.Integration!);
    expect((await lab(second, 'PUT', '/snapshot', snapshot)).status).toBe(204);
    expect(JSON.stringify((await lab(second, 'GET', '/snapshot')).body)).toBe(JSON.stringify(snapshot));
    expect((await lab<{ now: string }>(second, 'GET', '/clock')).body.now).toBe('2030-01-01T00:00:00.000Z');
    await lab(second, 'POST', '/clock', { reset: true });
    await lab(second, 'POST', `/clock?org=${made.org.id}`, { reset: true });
    expect(await userInfo(second, token)).toMatchObject({ organization_id: made.org.id });
    expect(await userInfo(second, minted.body.access_token)).toMatchObject({ family_name: 'King' });
    expect(await userInfo(second, stale)).toBe(403);
    const ids = second.world.orgs.orgs.map(({ id }) => id).sort();
    expect(ids).toEqual([first.orgs[0]!.id, made.org.id, other.org.id].sort());
    expect((await lab<LabOrg>(second, 'GET', `/orgs/${other.org.id}`)).body.org).toEqual(other.org);
  });

  it('leaves out failures for apps and users that are gone, and can be restored', async () => {
    await using sf = await startFauxforce();
    await lab(sf, 'POST', '/failures', {
      refusal: 'refresh.expired',
      where: { client_id: '3MVG9Demo.Device' },
    });
    await lab(sf, 'POST', '/failures', {
      refusal: 'password.wrong',
      where: { username: 'vera@acme.example' },
    });
    await lab(sf, 'POST', '/failures', { refusal: 'refresh.expired' });
    await lab(sf, 'DELETE', '/apps/3MVG9Demo.Device');
    await lab(sf, 'PATCH', '/users/vera@acme.example', { username: 'vera@elsewhere.example' });
    const { body: snapshot } = await lab<Snapshot>(sf, 'GET', '/snapshot');
    expect(await lab(sf, 'PUT', '/snapshot', snapshot)).toMatchObject({ status: 204 });
    const { body } = await lab<{ failures: readonly { where: object }[] }>(sf, 'GET', '/failures');
    expect(body.failures.map(({ where }) => where)).toEqual([{}]);
  });

  it('is refused when it is not whole or of another version, and nothing has changed', async () => {
    await using sf = await startFauxforce();
    const token = await tokenOf(sf, sf.apps.Client_Credentials!);
    const { body: snapshot } = await lab<Snapshot>(sf, 'GET', '/snapshot');
    const text = JSON.stringify(snapshot);
    const put = async (body: string) => {
      const answer = await fetch(`${sf.url}/_fauxforce/snapshot`, { method: 'PUT', body });
      return { status: answer.status, error: ((await answer.json()) as { error: string }).error };
    };
    for (const length of [0, 1, 100, text.length - 1])
      expect((await put(text.slice(0, length))).status).toBe(400);
    const spoiled: [object, string][] = [
      [{}, 'The document is no snapshot of fauxforce: GET /_fauxforce/snapshot makes one.'],
      [
        { ...snapshot, version: 3 },
        'The snapshot is of version 3, and this fauxforce knows 2: restore it with the version that made it.',
      ],
      [
        { ...snapshot, version: '1' },
        'The snapshot is of version "1", and this fauxforce knows 2: restore it with the version that made it.',
      ],
      [{ ...snapshot, clock: {} }, 'The snapshot is not whole: clock is missing or does not fit.'],
      [
        { ...snapshot, clock: { offset: 1e18 } },
        'The snapshot is not whole: clock is missing or does not fit.',
      ],
      [
        { ...snapshot, orgs: [{ document: {}, parents: {}, expiresAt: 1e18 }] },
        'The snapshot is not whole: orgs[0] is missing or does not fit.',
      ],
      [{ ...snapshot, orgs: [{}] }, 'The snapshot is not whole: orgs[0] is missing or does not fit.'],
      [{ ...snapshot, store: {} }, 'The snapshot is not whole: store is missing or does not fit.'],
      [
        { ...snapshot, store: { ...snapshot.store, version: 99 } },
        'The store of the snapshot is of version 99, and this fauxforce knows 4: restore it with the version that made it.',
      ],
      [
        { ...snapshot, store: { ...snapshot.store, parts: { ...snapshot.store.parts, codes: undefined } } },
        'The snapshot is not whole: it lacks codes.',
      ],
      ...spoiledTables(),
    ];
    for (const [body, error] of spoiled)
      expect(await put(JSON.stringify(body))).toEqual({ status: 400, error });
    const twice = await put(JSON.stringify({ ...snapshot, orgs: [...snapshot.orgs, ...snapshot.orgs] }));
    expect(twice.error).toContain('orgs[1].document.org.id: org id');
    const renamed = JSON.parse(text.replace('"isActive":true', '"isActiv":true')) as object;
    expect((await put(JSON.stringify(renamed))).error).toContain("unknown key 'isActiv'");
    expect((await lab(sf, 'GET', '/snapshot')).body).toEqual(snapshot);
    expect(await userInfo(sf, token)).toMatchObject({ organization_id: sf.orgs[0]!.id });
  });
});

/** Those of a version whose store is tables. */
function spoiledTables(): [object, string][] {
  const older = tableSnapshot();
  const { tables } = older.store;
  const withStore = (store: object) => ({ ...older, store });
  return [
    [withStore({}), 'The snapshot is not whole: store is missing or does not fit.'],
    [withStore({ schema: 13 }), 'The snapshot is not whole: store is missing or does not fit.'],
    [
      withStore({ schema: 99, tables }),
      'The snapshot is of schema 99, and this fauxforce knows 13: restore it with the version that made it.',
    ],
    [
      withStore({ schema: 13, tables: { ...tables, code: undefined } }),
      'The snapshot is not whole: it lacks code.',
    ],
    [withStore({ schema: 13, tables: { ...tables, extra: [] } }), 'The snapshot has unknown tables: extra.'],
    [
      withStore({ schema: 13, tables: { ...tables, meta: [] } }),
      'The snapshot is not whole: it lacks the secret of its store.',
    ],
    [
      withStore({ schema: 13, tables: { ...tables, used_code: [7] } }),
      'The snapshot has a row of used_code that does not fit: the columns are user_id, step.',
    ],
    [
      withStore({ schema: 13, tables: { ...tables, approval: [] } }),
      'The snapshot does not hold together: FOREIGN KEY constraint failed.',
    ],
  ];
}

it('POST /reset goes back to the seed', async () => {
  await using sf = await startFauxforce();
  const token = await tokenOf(sf, sf.apps.Client_Credentials!);
  const { body: made } = await lab<LabOrg>(sf, 'POST', '/orgs', {});
  await lab(sf, 'PATCH', '/users/ada@acme.example', { isActive: false });
  await lab(sf, 'POST', '/clock', { advance: '100d' });
  expect((await lab(sf, 'POST', '/reset')).status).toBe(204);
  expect(await userInfo(sf, token)).toBe(403);
  expect((await lab(sf, 'GET', `/orgs/${made.org.id}`)).status).toBe(404);
  expect(sf.world.orgs.userByUsername('ada@acme.example')?.user.isActive).toBe(true);
  expect(sf.world.clock.state()).toEqual({ offset: 0 });
  expect(sf.journal.entries().map(({ endpoint }) => endpoint)).toEqual(['userinfo']);
  await tokenOf(sf, sf.apps.Client_Credentials!);
});
