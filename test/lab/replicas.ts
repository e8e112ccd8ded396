/** What several processes on one store are together: one server. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { User } from '../../src/org/model.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import {
  app,
  codeExchange,
  credentials,
  members,
  postToken,
  refreshTokenFor,
  refreshWith,
  send,
} from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';
import { lab } from './helpers.ts';

interface Walk {
  readonly id: string;
  readonly next: object | null;
  readonly hops: readonly object[];
  readonly error?: string;
}

const REPLICAS = 3;
const BUSY = '{"error":"invalid_grant","error_description":"token request is already being processed"}';
const EXPIRED = '{"error":"invalid_grant","error_description":"expired authorization code"}';

/** Three of this process. @param location a store that does not exist yet */
export function replicaLaws(name: string, location: () => string): void {
  replicaLawsOf(`three replicas on ${name}`, async () => {
    const store = location();
    const replicas: Fauxforce[] = [];
    for (let i = 0; i < REPLICAS; i++) replicas.push(await startFauxforce({ store }));
    return replicas;
  });
}

/** @param open three, or three times what answers for three */
export function replicaLawsOf(name: string, open: () => Promise<readonly Fauxforce[]>): void {
  describe(name, () => {
    let replicas: readonly Fauxforce[] = [];
    beforeAll(async () => {
      replicas = await open();
    });
    afterAll(() => Promise.all(replicas.map((sf) => sf[Symbol.asyncDispose]())));
    const at = (i: number) => replicas[i % REPLICAS] as Fauxforce;
    /** In turn on all, all at once. */
    const race = <Outcome>(times: number, run: (sf: Fauxforce) => Promise<Outcome>): Promise<Outcome[]> =>
      Promise.all(Array.from({ length: times }, (_, i) => run(at(i))));
    const walkOf = (sf: Fauxforce, app: string, flow: string) => ({
      client_id: credentials(sf, app).client_id,
      flow,
    });
    const token = (sf: Fauxforce) =>
      postToken(sf, { grant_type: 'client_credentials', ...credentials(sf, 'Client_Credentials') });
    const userInfo = async (sf: Fauxforce, accessToken = '') =>
      (await send(sf, '/services/oauth2/userinfo', { headers: { authorization: `Bearer ${accessToken}` } }))
        .status;

    const journalOf = async (sf: Fauxforce) => {
      const { body } = await lab<{ entries: { id: string }[] }>(sf, 'GET', '/journal');
      return body.entries.map(({ id }) => id);
    };

    /** What holds of the journal of each replica as soon as the others have written theirs. */
    const everywhere = (holds: (journal: string[]) => void) =>
      vi.waitFor(async () => {
        for (const sf of replicas) holds(await journalOf(sf));
      }, 5_000);

    test('200 exchanges of one code at once bring one token', async () => {
      const form = await codeExchange(at(0), { app: 'Web_Server', scopes: 'api refresh_token' });
      const answers = await race(200, (sf) => postToken(sf, form));
      const tokens = answers.filter(({ status }) => status === 200);
      expect(tokens).toHaveLength(1);
      expect(new Set(answers.filter(({ status }) => status !== 200).map(({ body }) => body))).toEqual(
        new Set([EXPIRED]),
      );
      const { access_token } = members(tokens[0]?.body ?? '{}');
      expect(await Promise.all(replicas.map((sf) => userInfo(sf, access_token)))).toEqual([200, 200, 200]);
    });

    test('of 60 refreshes of a rotating token at once one brings tokens, the others are told (token.md 4)', async () => {
      // On a slow machine it takes longer than the 25 ms of a refresh until the last of 60 is sent.
      const settings = { refreshProcessingTime: 1_000 };
      expect((await lab(at(0), 'PATCH', `/orgs/${at(0).orgs[0]?.id}`, { settings })).status).toBe(200);
      const first = await refreshTokenFor(at(0), 'Rotating');
      const answers = await race(60, (sf) => refreshWith(sf, 'Rotating', first));
      const tokens = answers.filter(({ status }) => status === 200);
      expect(tokens).toHaveLength(1);
      expect(answers.filter(({ body }) => body === BUSY)).toHaveLength(59);
      const { access_token, refresh_token = '' } = members(tokens[0]?.body ?? '{}');
      expect(await userInfo(at(1), access_token)).toBe(200);
      expect((await refreshWith(at(2), 'Rotating', refresh_token)).status).toBe(200);
    });

    test('a failure that is armed once strikes one of 100 requests', async () => {
      const armed = await lab<{ id: string }>(at(1), 'POST', '/failures', {
        refusal: 'app.blocked',
        times: 1,
        where: { endpoint: 'token' },
      });
      expect(armed.status).toBe(201);
      const answers = await race(100, token);
      expect(answers.filter(({ status }) => status !== 200)).toHaveLength(1);
      for (const sf of replicas) expect((await lab(sf, 'GET', '/failures')).body).toEqual({ failures: [] });
    });

    test('a failure that strikes every third request counts those of all', async () => {
      const order = { refusal: 'app.blocked', times: 4, every: 3, where: { endpoint: 'token' } };
      await lab(at(0), 'POST', '/failures', order);
      const answers = await race(30, token);
      expect(answers.filter(({ status }) => status !== 200)).toHaveLength(4);
    });

    test('what is armed on one is seen and disarmed on another', async () => {
      const { body } = await lab<{ id: string }>(at(0), 'POST', '/failures', {
        refusal: 'app.blocked',
        times: 5,
      });
      expect((await token(at(1))).status).toBe(400);
      expect((await lab<{ failures: object[] }>(at(2), 'GET', '/failures')).body.failures).toMatchObject([
        { id: body.id, struck: 1 },
      ]);
      expect((await lab(at(2), 'DELETE', `/failures/${body.id}`)).status).toBe(204);
      expect((await race(3, token)).map(({ status }) => status)).toEqual([200, 200, 200]);
    });

    test('time is the same everywhere as soon as it was told, also that of an org', async () => {
      const { body: made } = await lab<{ org: { id: string } }>(at(0), 'POST', '/orgs', {});
      const { id } = made.org;
      await lab(at(1), 'POST', '/clock', { set: '2031-01-01T00:00:00Z', freeze: true });
      await lab(at(2), 'POST', `/clock?org=${id}`, { set: '2032-01-01T00:00:00Z', freeze: true });
      const shown = (path: string) =>
        Promise.all(replicas.map(async (sf) => (await lab(sf, 'GET', path)).body));
      const of = (now: string) => Array(REPLICAS).fill({ now, frozen: true });
      expect(await shown('/clock')).toEqual(of('2031-01-01T00:00:00.000Z'));
      expect(await shown(`/clock?org=${id}`)).toEqual(of('2032-01-01T00:00:00.000Z'));
      await race(9, (sf) => lab(sf, 'POST', '/clock', { advance: '1h' }));
      expect(await shown('/clock')).toEqual(of('2031-01-01T09:00:00.000Z'));
      await lab(at(2), 'POST', '/clock', { reset: true });
      expect((await lab<{ frozen: boolean }>(at(0), 'GET', '/clock')).body.frozen).toBe(false);
    });

    test('what happened on one is in the journal of all, in one order, and gone for all when it is cleared', async () => {
      const answers = await race(12, (sf) => send(sf, '/services/oauth2/userinfo'));
      const ids = answers.map(({ headers }) => String(headers['x-fauxforce-journal']));
      expect(new Set(ids).size).toBe(12);
      await everywhere((journal) => expect(journal).toEqual(expect.arrayContaining(ids)));
      const [one, ...others] = await Promise.all(replicas.map(journalOf));
      expect(others).toEqual([one, one]);
      for (const sf of replicas) expect((await lab(sf, 'GET', `/journal/${ids[4]}`)).status).toBe(200);
      await lab(at(1), 'DELETE', '/journal');
      await everywhere((journal) => expect(journal).toEqual([]));
      const { headers } = await send(at(2), '/services/oauth2/userinfo');
      await everywhere((journal) => expect(journal).toEqual([headers['x-fauxforce-journal']]));
    });

    test('what IdpEventLog says by REST is of all', async () => {
      const { client_id } = credentials(at(0), 'Web_Server');
      await postToken(at(0), { grant_type: 'client_credentials', client_id, client_secret: 'wrong' });
      const wanted = { app: app(at(1), 'Web_Server'), user: at(1).users.ada as User, scopes: 'api' };
      const authorization = `Bearer ${await accessTokenFor(at(1), wanted)}`;
      const query = '/services/data/v60.0/query?q=SELECT+ErrorCode+FROM+IdpEventLog';
      await vi.waitFor(async () => {
        const { body } = await send(at(1), query, { headers: { authorization } });
        expect(body).toContain('"ErrorCode":"InvalidClientCredentials"');
      }, 5_000);
    });

    test('who follows the journal of one hears what happens on another', async () => {
      const { body } = await fetch(`${at(0).url}/_fauxforce/journal/stream?endpoint=userinfo`);
      const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
      await send(at(1), '/services/oauth2/userinfo');
      let text = '';
      while (!text.includes('"endpoint":"userinfo"')) text += (await reader?.read())?.value ?? '';
      await reader?.cancel();
    });

    test('a snapshot that one restores is what all have, the secret with it', async () => {
      await using source = await startFauxforce();
      const { access_token = '' } = members((await token(source)).body);
      expect(await userInfo(at(1), access_token)).toBe(403);
      const { body } = await lab(source, 'GET', '/snapshot');
      expect((await lab(at(0), 'PUT', '/snapshot', body)).status).toBeLessThan(300);
      for (const sf of replicas) expect(await userInfo(sf, access_token)).toBe(200);
      await lab(at(2), 'POST', '/reset');
      for (const sf of replicas) expect(await userInfo(sf, access_token)).toBe(403);
      expect((await race(3, token)).map(({ status }) => status)).toEqual([200, 200, 200]);
    });

    test('a snapshot by name is kept for all', async () => {
      expect((await lab(at(0), 'PUT', '/snapshots/before')).status).toBe(201);
      const { access_token } = members((await token(at(1))).body);
      for (const sf of replicas)
        expect((await lab<{ snapshots: object[] }>(sf, 'GET', '/snapshots')).body.snapshots).toMatchObject([
          { name: 'before' },
        ]);
      expect((await lab(at(2), 'POST', '/snapshots/before/restore')).status).toBe(204);
      for (const sf of replicas) expect(await userInfo(sf, access_token)).toBe(403);
      expect((await lab(at(1), 'DELETE', '/snapshots/before')).status).toBe(204);
      expect((await lab(at(0), 'POST', '/snapshots/before/restore')).status).toBe(404);
    });

    test('a walk is begun, shown and gone on with by any, each hop by another', async () => {
      const asked = { ...walkOf(at(0), 'Web_Server', 'web server'), username: 'ada@acme.example' };
      const begun = await lab<Walk>(at(0), 'POST', '/walks', asked);
      expect(begun.status).toBe(201);
      let walk = begun.body;
      for (let i = 1; walk.next; i++) {
        const { status, body } = await lab<Walk>(at(i), 'POST', `/walks/${walk.id}/next`);
        expect({ status, hops: body.hops.length }).toEqual({ status: 200, hops: i });
        expect(await lab(at(i + 1), 'GET', `/walks/${walk.id}`)).toEqual({ status: 200, body });
        walk = body;
      }
      expect(walk).toMatchObject({ state: 'done', said: 'The app has what the flow brings.' });
    });

    test('a hop that several are asked for at once is sent once', async () => {
      const { body } = await lab<Walk>(at(0), 'POST', '/walks', {
        ...walkOf(at(0), 'Device', 'device'),
        username: 'ada@acme.example',
      });
      await lab(at(0), 'POST', '/failures', { delay: '300ms', times: 1, where: { endpoint: 'token' } });
      const answers = await race(9, (sf) => lab<Walk>(sf, 'POST', `/walks/${body.id}/next`));
      expect(answers.filter(({ status }) => status === 200).map(({ body }) => body.hops.length)).toEqual([1]);
      const refusals = answers.filter(({ status }) => status === 400).map(({ body }) => body.error);
      expect(refusals).toEqual(Array(8).fill('this walk is under way: wait for the hop before'));
      for (const sf of replicas)
        expect((await lab<Walk>(sf, 'GET', `/walks/${body.id}`)).body.hops).toHaveLength(1);
    });

    test('calls of the API are counted for all', async () => {
      const { access_token } = members((await token(at(0))).body);
      const headers = { authorization: `Bearer ${access_token}` };
      const used = async (sf: Fauxforce) => {
        const { headers: answered } = await send(sf, '/services/data/v60.0/limits', { headers });
        return Number(/^api-usage=(\d+)\//.exec(String(answered['sforce-limit-info']))?.[1]);
      };
      const before = await used(at(0));
      await race(30, used);
      await vi.waitFor(async () => {
        for (const sf of replicas) expect(await used(sf)).toBeGreaterThan(before + 30);
      }, 5_000);
    });

    test('a token that is revoked on one is dead everywhere', async () => {
      const { access_token = '' } = members((await token(at(0))).body);
      expect(await userInfo(at(1), access_token)).toBe(200);
      await send(at(2), '/services/oauth2/revoke', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ token: access_token }).toString(),
      });
      for (const sf of replicas) expect(await userInfo(sf, access_token)).toBe(403);
    });
  });
}
