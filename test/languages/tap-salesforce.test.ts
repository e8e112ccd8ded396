/** tap-salesforce, which reads an org for a warehouse: its log-in, its catalog and a sync of Account (rest-data.md 11). */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runs } from '../clients/helpers/proof.ts';
import { revoke } from '../clients/helpers/rest.ts';
import { Served } from '../clients/helpers/served.ts';
import { ada } from '../clients/helpers/visit.ts';
import { isThere } from './language.ts';
import { startCommand } from './run-python.ts';

interface Stream {
  readonly tap_stream_id: string;
  readonly schema: { readonly properties: Readonly<Record<string, object>> };
  readonly metadata: readonly { readonly breadcrumb: readonly string[]; readonly metadata: object }[];
}

/** A line of Singer's. */
interface Message {
  readonly type: 'SCHEMA' | 'RECORD' | 'STATE' | 'ACTIVATE_VERSION';
  readonly record?: Readonly<Record<string, unknown>>;
  readonly value?: object;
}

let served: Served;
beforeAll(async () => {
  served = await Served.start();
});
beforeEach(() => served.sf.reset());
afterAll(() => served[Symbol.asyncDispose]());

async function refreshToken(): Promise<string> {
  const { refresh_token = '' } = await served.sf.token({ app: 'Web_Server', user: ada.username });
  return refresh_token;
}

interface Given {
  readonly token?: string;
  /** Of its configuration, beside what `env` prints. */
  readonly settings?: object;
  /** Files by name, beside its configuration. */
  readonly files?: Readonly<Record<string, object>>;
}

async function tap(args: readonly string[], { token, settings = {}, files = {} }: Given = {}) {
  const { lines } = await served.settingsFor('tap-salesforce');
  const printed = lines.join('\n').replace('<refresh token>', token ?? (await refreshToken()));
  const command = ['tap-salesforce', '--config', 'config.json', ...args] as const;
  const client = await startCommand(served, 'tap-salesforce', command, {
    config: JSON.stringify({ ...JSON.parse(printed), ...settings }),
    files: Object.fromEntries(Object.entries(files).map(([name, value]) => [name, JSON.stringify(value)])),
    installation: 'tap',
  });
  return client.ended();
}

async function discovered(): Promise<readonly Stream[]> {
  const { code, stdout, stderr } = await tap(['--discover']);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout).streams;
}

/** A catalog in which a person has selected a stream. */
function selected(stream: Stream): object {
  const choice = { selected: true, 'replication-method': 'INCREMENTAL', 'replication-key': 'SystemModstamp' };
  const metadata = stream.metadata.map((entry) =>
    entry.breadcrumb.length === 0 ? { ...entry, metadata: { ...entry.metadata, ...choice } } : entry,
  );
  return { streams: [{ ...stream, metadata }] };
}

const messagesIn = (stdout: string): readonly Message[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

const namesIn = (messages: readonly Message[]) =>
  messages.filter(({ type }) => type === 'RECORD').map(({ record }) => record?.Name);

const accountOf = (streams: readonly Stream[]) =>
  streams.find(({ tap_stream_id }) => tap_stream_id === 'Account') as Stream;

describe.skipIf(!isThere('Python'))('tap-salesforce', () => {
  it('refreshes and lists the objects', runs('tap-salesforce', 'refresh'), async () => {
    const streams = await discovered();
    const names = streams.map(({ tap_stream_id }) => tap_stream_id);
    expect(names).toEqual(expect.arrayContaining(['Account', 'Contact', 'Opportunity', 'User']));
    const { schema, metadata } = accountOf(streams);
    expect(schema.properties).toMatchObject({
      Id: { type: 'string' },
      AnnualRevenue: { type: ['null', 'number'] },
      NumberOfEmployees: { type: ['null', 'integer'] },
      BillingAddress: { type: ['null', 'object'] },
    });
    expect(metadata).toContainEqual({
      breadcrumb: [],
      metadata: { 'valid-replication-keys': ['SystemModstamp'], 'table-key-properties': ['Id'] },
    });
  });

  it(
    'syncs Account, and next time only what has changed since',
    runs('tap-salesforce', 'sync by queryAll'),
    async () => {
      const catalog = selected(accountOf(await discovered()));
      await served.sf.insert({
        Account: [{ Name: 'Tap 1', AnnualRevenue: 1_000_000, BillingCity: 'Paris' }],
      });
      const sync = (state: object) =>
        tap(['--properties', 'catalog.json', '--state', 'state.json'], {
          files: { 'catalog.json': catalog, 'state.json': state },
        });
      const first = await sync({});
      expect(first.code, first.stderr).toBe(0);
      const messages = messagesIn(first.stdout);
      expect(messages.map(({ record }) => record)).toContainEqual(
        expect.objectContaining({
          Name: 'Tap 1',
          AnnualRevenue: 1_000_000,
          BillingAddress: expect.objectContaining({ city: 'Paris', street: null }),
          IsDeleted: false,
        }),
      );
      served.sf.clock.advance('1h');
      await served.sf.insert({ Account: [{ Name: 'Tap 2', NumberOfEmployees: 7 }] });
      const state = messages.at(-1)?.value ?? {};
      const again = namesIn(messagesIn((await sync(state)).stdout));
      // From the time of the last row on, which is in it again.
      expect(again).toEqual(['Tap 1', 'Tap 2']);
    },
  );

  it('syncs Account by a bulk job', runs('tap-salesforce', 'sync by Bulk API'), async () => {
    const { code, stdout, stderr } = await tap(['--discover'], { settings: { api_type: 'BULK' } });
    expect(code, stderr).toBe(0);
    const catalog = selected(accountOf(JSON.parse(stdout).streams));
    await served.sf.insert({ Account: [{ Name: 'Tap, "bulk"', AnnualRevenue: 1_000_000 }] });
    const sync = await tap(['--properties', 'catalog.json'], {
      settings: { api_type: 'BULK' },
      files: { 'catalog.json': catalog },
    });
    expect(sync.code, sync.stderr).toBe(0);
    expect(messagesIn(sync.stdout).map(({ record }) => record)).toContainEqual(
      expect.objectContaining({
        Name: 'Tap, "bulk"',
        AnnualRevenue: 1_000_000,
        Phone: null,
        IsDeleted: false,
      }),
    );
  });

  it('tells of an object that is not there', async () => {
    const account = accountOf(await discovered());
    const catalog = selected({ ...account, stream: 'Acount' } as Stream);
    const { code, stderr } = await tap(['--properties', 'catalog.json'], {
      files: { 'catalog.json': catalog },
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/400 Client Error.*"errorCode":"INVALID_TYPE".*\(Stream: Acount\)/);
  });

  it('stops at its share of the calls of a day', async () => {
    const { code, stderr } = await tap(['--discover'], { settings: { quota_percent_total: 0.001 } });
    expect(code).toBe(2);
    expect(stderr).toMatch(/Salesforce has reported \d+\/15000 \(\s*0\.\d\d%\) total REST quota used/);
  });

  it('tells of a log-in that was revoked', async () => {
    const token = await refreshToken();
    await revoke(served.sf, token);
    const { code, stderr } = await tap(['--discover'], { token });
    expect(code).toBe(1);
    expect(stderr).toContain(
      'Response from Salesforce: {"error":"invalid_grant","error_description":"expired access/refresh token"}',
    );
  });
});
