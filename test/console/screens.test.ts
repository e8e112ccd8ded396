/** The screens beside the journal: what each shows, and that its forms do what the lab does. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { submit, visit } from './helpers.ts';

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce();
});
afterAll(async () => sf[Symbol.asyncDispose]());
beforeEach(async () => sf.reset());

const ORG = '00D5g000004AcmeEAC';
const KEY = '3MVG9Demo.Web_Server';

async function post(form: Record<string, string>): Promise<Record<string, string>> {
  const body = new URLSearchParams(form);
  return (await fetch(`${sf.url}/services/oauth2/token`, { method: 'POST', body })).json() as Promise<
    Record<string, string>
  >;
}

describe('now', () => {
  it('says what to call, what time it is and what was refused, and gives a first command while nothing was', async () => {
    const empty = await visit(sf, '');
    expect(empty.text).toContain(`Log-in host, My Domain ${sf.url}`);
    expect(empty.text).toContain('Nothing was refused yet.');
    expect(empty.text).toContain(`curl ${sf.url}/services/oauth2/token -d grant_type=client_credentials`);
    await post({ grant_type: 'client_credentials', client_id: 'nobody' });
    const { text } = await visit(sf, '');
    expect(text).toContain('POST /services/oauth2/token client_credentials client.unknown');
    expect(text).not.toContain('Nothing has come in yet');
  });
});

async function scenarios(): Promise<{ name: string; story: string }[]> {
  const answer = await fetch(`${sf.url}/_fauxforce/scenarios`);
  return ((await answer.json()) as { scenarios: { name: string; story: string }[] }).scenarios;
}

describe('failures', () => {
  it('are armed for an app, listed, and disarmed', async () => {
    const form = { do: 'arm', refusal: 'refresh.expired', times: '2', client_id: KEY };
    expect((await submit(sf, '/failures', form)).location).toBe('/_fauxforce/console/failures?done=armed');
    const { html, text } = await visit(sf, '/failures?done=armed');
    expect(text).toContain(
      `Armed. What is armed, in the order of arming What For Left Struck Action refresh.expired client_id ${KEY} 2 0 Disarm`,
    );
    const [, id = ''] = /name="id" value="([^"]+)"/.exec(html) ?? [];
    expect((await submit(sf, '/failures', { do: 'disarm', id })).status).toBe(303);
    expect((await visit(sf, '/failures')).text).toContain('Nothing is armed.');
    expect((await submit(sf, '/failures', { do: 'disarm', id })).status).toBe(404);
  });

  it('come in scenarios, and all end with one click', async () => {
    await submit(sf, '/failures', { do: 'arm', scenario: 'refresh-rotation-race' });
    await submit(sf, '/failures', { do: 'arm', refusal: 'code.spent' });
    expect((await visit(sf, '/failures')).text).toContain('code.spent any request 1 0');
    await submit(sf, '/failures', { do: 'disarm-all' });
    expect((await visit(sf, '/failures')).text).toContain('Nothing is armed.');
  });

  it('of the network are armed, late or for good, and a scenario for one app only', async () => {
    const { html, text } = await visit(sf, `/failures?client_id=${KEY}`);
    expect(text).toContain('Stories that users of Salesforce report, for Web Server only');
    for (const { name, story } of await scenarios()) expect(text).toContain(`${name} ${story}`);
    expect(html).toContain(
      `name="scenario" value="org-maintenance"><input type="hidden" name="client_id" value="${KEY}"`,
    );
    await submit(sf, '/failures', { do: 'arm', scenario: 'org-maintenance', client_id: KEY });
    await submit(sf, '/failures', { do: 'arm', fault: 'truncate', delay: '20ms', times: '3' });
    await submit(sf, '/failures', { do: 'arm', fault: '', delay: '1s' });
    const armed = (await visit(sf, '/failures')).text;
    expect(armed).toContain(`response client_id ${KEY} 1 0`);
    expect(armed).toContain('truncate any request 20 ms late 3 0');
    expect(armed).toContain('delay any request 1000 ms late 1 0');
  });

  it.each([
    [{ do: 'arm', refusal: 'refresh.expird' }, 'did you mean'],
    [{ do: 'arm', refusal: 'refresh.expired', times: 'x' }, 'times'],
    [{ do: 'arm', refusal: 'refresh.expired', client_id: 'nobody' }, 'nobody'],
    [{ do: 'arm', scenario: 'none' }, 'none'],
    [{ do: 'arm', fault: 'reset', delay: 'soon' }, "delay 'soon' is not a delay"],
    [{ do: 'arm', fault: '' }, 'nothing is to fail'],
    [{}, 'the form says nothing'],
  ] as [Record<string, string>, string][])('%j is refused with a sentence', async (form, words) => {
    const { status, text } = await submit(sf, '/failures', form);
    expect(status).toBe(400);
    expect(text).toContain(words);
  });
});

describe('the clock', () => {
  it('is moved, set, frozen and put back', async () => {
    await submit(sf, '/clock', { do: 'freeze' });
    await submit(sf, '/clock', { do: 'set', to: '2027-01-01T00:00:00Z' });
    await submit(sf, '/clock', { do: 'advance', by: '1d' });
    expect((await visit(sf, '/clock')).text).toContain('Now 2027-01-02 00:00:00 frozen');
    expect((await submit(sf, '/clock', { do: 'set', to: 'soon' })).text).toContain(
      "set 'soon' is not an instant",
    );
    await submit(sf, '/clock', { do: 'reset' });
    expect((await visit(sf, '/clock')).text).not.toContain('frozen: it stands still');
  });

  it('tells when an org is deleted', async () => {
    await submit(sf, '/orgs', { do: 'make', name: 'Brief', expiresIn: '5m' });
    expect((await visit(sf, '/clock')).text).toMatch(/org Brief Jump there org of Brief/);
  });

  it('jumps to the moment after the next token dies', async () => {
    await sf.token({ app: 'Web_Server', user: 'ada' });
    const { html, text } = await visit(sf, '/clock');
    expect(text).toContain('access token Web_Server ada@acme.example Jump there');
    const to =
      Array.from(
        html.matchAll(/<input type="hidden" name="to" value="(20[^"]+)">/g),
        ([, at = '']) => at,
      )[0] ?? '';
    await submit(sf, '/clock', { do: 'set', to });
    const { tokens } = (await (await fetch(`${sf.url}/_fauxforce/tokens`)).json()) as {
      tokens: { kind: string; state: string }[];
    };
    expect(tokens.find(({ kind }) => kind === 'access')?.state).toBe('expired');
  });
});

describe('tokens', () => {
  it('and approvals are listed and revoked', async () => {
    const app = sf.apps.Web_Server!;
    const { code = '' } = await sf.login({ app: 'Web_Server', user: 'ada' });
    const client = { client_id: app.consumerKey, client_secret: app.consumerSecret };
    const { access_token } = await post({
      grant_type: 'authorization_code',
      code,
      redirect_uri: app.callbackUrls[0]!,
      ...client,
    });
    const { text, html } = await visit(sf, '/tokens');
    expect(text).toMatch(/access live Web_Server ada@acme\.example/);
    expect(html).not.toContain(access_token);
    const [, id = ''] = /name="id" value="([^"]+)"/.exec(html) ?? [];
    await submit(sf, '/tokens', { do: 'revoke-approval', id });
    expect((await visit(sf, '/tokens')).text).toMatch(/access ended Web_Server/);
    await sf.token({ app: 'Web_Server', user: 'grace' });
    const { location } = await submit(sf, '/tokens', { do: 'revoke', username: 'grace@acme.example' });
    expect(location).toBe('/_fauxforce/console/tokens?username=grace%40acme.example&done=revoked');
    expect((await visit(sf, '/tokens?username=grace@acme.example')).text).not.toContain('live');
    expect((await submit(sf, '/tokens', { do: 'revoke', username: 'nobody' })).status).toBe(400);
  });

  it('that rotate are a tree, and one used again is told', async () => {
    const app = sf.apps.Rotating!;
    const client = { client_id: app.consumerKey, client_secret: app.consumerSecret };
    const { code = '' } = await sf.login({ app: 'Rotating', user: 'ada' });
    const first = await post({
      grant_type: 'authorization_code',
      code,
      redirect_uri: app.callbackUrls[0]!,
      ...client,
    });
    const refresh = (token = '') => post({ grant_type: 'refresh_token', refresh_token: token, ...client });
    const second = await refresh(first.refresh_token);
    await refresh(second.refresh_token);
    await refresh(first.refresh_token);
    const { html, text } = await visit(sf, '/tokens');
    const tree = html.slice(html.indexOf('<ul class="tree">'), html.indexOf('<h2>Tokens</h2>'));
    expect(tree.match(/<ul class="tree">/g)).toHaveLength(3);
    expect(text).toContain('used again after it was rotated: the family ended');
    expect(text).toContain('✗ refresh.rotated-out: the app rotates refresh tokens');
  });

  it('that do not rotate have their uses side by side', async () => {
    const app = sf.apps.Web_Server!;
    const client = { client_id: app.consumerKey, client_secret: app.consumerSecret };
    const { code = '' } = await sf.login({ app: 'Web_Server', user: 'ada' });
    const { refresh_token = '' } = await post({
      grant_type: 'authorization_code',
      code,
      redirect_uri: app.callbackUrls[0]!,
      ...client,
    });
    for (let i = 0; i < 3; i++) await post({ grant_type: 'refresh_token', refresh_token, ...client });
    const { html, text } = await visit(sf, '/tokens');
    expect(html.match(/<ul class="tree">/g)).toHaveLength(2);
    expect(text).toContain('used 3 times');
  });
});

it('a token that was used very often has the first 200 of its uses in the tree', async () => {
  const { journal } = sf.world;
  for (let i = 0; i <= 230; i++) {
    const trace = journal.open('POST', '/services/oauth2/token');
    trace.parameters = new Map(i === 0 ? [] : [['refresh_token', 'a-refresh-token']]);
    const body = JSON.stringify({ refresh_token: 'a-refresh-token' });
    journal.record(trace, {
      status: 200,
      contentType: 'application/json;charset=UTF-8',
      body,
      location: undefined,
    });
  }
  const { html, text } = await visit(sf, '/tokens');
  expect(html.match(/<li>/g)?.length).toBeLessThan(220);
  expect(text).toContain('used 230 times 30 more in the journal');
});

describe('refusals', () => {
  it('are found by name and by words, with how often they were seen', async () => {
    await post({ grant_type: 'client_credentials', client_id: 'nobody' });
    const { text } = await visit(sf, '/refusals?q=invalid_client_id');
    expect(text).toMatch(/client\.unknown .* once/);
    const seen = await visit(sf, '/refusals?seen=1');
    expect(seen.text).toContain('1 of ');
    expect(seen.html).toContain('name="seen" value="1" checked');
    expect((await visit(sf, '/refusals?from=50&q=a&seen=0')).html).toContain(
      'refusals?q=a&amp;seen=0&amp;from=',
    );
    expect((await visit(sf, '/refusals?q=no+such+words')).text).toContain('No refusal has these words.');
    expect((await visit(sf, '/refusals?from=50')).text).toContain('Back Further');
    for (const from of ['-1', 'x', '1e9', 'NaN'])
      expect((await visit(sf, `/refusals?from=${from}`)).status).toBe(200);
  });

  it('have a page each, that leads to where they are armed', async () => {
    const { text, html } = await visit(sf, '/refusals/jwt.audience');
    expect(text).toContain('Answer 400 invalid_grant audience is invalid');
    expect(text).toContain('fauxforce errors jwt.audience --run');
    expect(text).toContain('1. Make a JWT with claims {"iss":"{{JWT_Bearer.key}}"');
    expect(text).toMatch(
      new RegExp(`FAUXFORCE=${sf.url} .*# Make a JWT.*curl -sS "\\$FAUXFORCE/services/oauth2/token"`),
    );
    expect(html).toContain('<input type="hidden" name="refusal" value="jwt.audience">');
    expect((await visit(sf, '/failures?refusal=jwt.audience')).html).toContain('value="jwt.audience"');
    expect((await visit(sf, '/refusals/none')).status).toBe(404);
    expect((await visit(sf, '/refusals/__proto__')).status).toBe(404);
  });
});

describe('orgs', () => {
  it('show secrets and passwords after a click, and not before', async () => {
    const secret = sf.apps.Web_Server!.consumerSecret;
    const { html } = await visit(sf, `/orgs/${ORG}`);
    expect(html).not.toContain(secret);
    expect(html).not.toContain('correct-horse');
    const revealed = await submit(sf, `/orgs/${ORG}`, { do: 'reveal' });
    expect(revealed.html).toContain(secret);
    expect(revealed.html).toContain('correct-horse');
  });

  it('are made and deleted', async () => {
    const { location } = await submit(sf, '/orgs', { do: 'make', name: 'Brand New', expiresIn: '2h' });
    const path = (location ?? '').replace('/_fauxforce/console', '');
    expect((await visit(sf, path)).text).toContain('Brand New');
    expect((await visit(sf, '/orgs')).text).toContain('2 orgs');
    expect((await submit(sf, path, { do: 'delete' })).location).toBe('/_fauxforce/console/orgs');
    expect((await visit(sf, path)).status).toBe(404);
    expect((await submit(sf, '/orgs', { do: 'make', expiresIn: 'forever' })).status).toBe(400);
  });

  it('with many apps and users are read 50 at a time', async () => {
    await using own = await startFauxforce({
      seed: {
        org: { name: 'Large' },
        apps: Array.from({ length: 200 }, (_, i) => ({ name: `App${i}` })),
        users: Array.from({ length: 1_000 }, (_, i) => ({ username: `u${i}@large.example` })),
      },
    });
    const path = `/orgs/${own.orgs[0]?.id}`;
    const { html, text } = await visit(own, path);
    expect(text).toContain('1000 users');
    expect(html.match(/<tr>/g)?.length).toBeLessThan(110);
    expect(html.length).toBeLessThan(150_000);
    expect((await visit(own, `${path}?users=950`)).text).toContain('u999@large.example');
  });
});

describe('snapshots', () => {
  it('are kept by a name, put back and forgotten', async () => {
    expect((await submit(sf, '/snapshots', { do: 'keep', name: ' before ' })).location).toBe(
      '/_fauxforce/console/snapshots?done=kept',
    );
    await sf.token({ app: 'Web_Server', user: 'ada' });
    expect((await visit(sf, '/snapshots?done=kept')).text).toMatch(/Kept in the store\. .* before 20\d\d-/);
    await submit(sf, '/snapshots', { do: 'restore-kept', name: 'before' });
    expect(await (await fetch(`${sf.url}/_fauxforce/tokens`)).json()).toEqual({ tokens: [] });
    await submit(sf, '/snapshots', { do: 'forget', name: 'before' });
    expect((await visit(sf, '/snapshots')).text).toContain('None is kept.');
    expect((await submit(sf, '/snapshots', { do: 'restore-kept', name: 'before' })).status).toBe(404);
    expect((await submit(sf, '/snapshots', { do: 'keep', name: '..' })).status).toBe(404);
    for (const name of ['', '<b>', 'a b'])
      expect((await submit(sf, '/snapshots', { do: 'keep', name })).text).toContain(
        'is no name of a snapshot',
      );
  });

  it('are put back from their text, and the seed with a click', async () => {
    const snapshot = await (await fetch(`${sf.url}/_fauxforce/snapshot`)).text();
    await sf.token({ app: 'Web_Server', user: 'ada' });
    await submit(sf, '/snapshots', { do: 'restore', snapshot });
    expect(await (await fetch(`${sf.url}/_fauxforce/tokens`)).json()).toEqual({ tokens: [] });
    await sf.token({ app: 'Web_Server', user: 'ada' });
    expect((await submit(sf, '/snapshots', { do: 'reset' })).location).toBe(
      '/_fauxforce/console/snapshots?done=reset',
    );
    expect(await (await fetch(`${sf.url}/_fauxforce/tokens`)).json()).toEqual({ tokens: [] });
  });

  it.each(['', 'x', 'null', '1', '{}'])(
    '%j is refused with a sentence, and nothing is lost',
    async (snapshot) => {
      await sf.token({ app: 'Web_Server', user: 'ada' });
      const { status, text } = await submit(sf, '/snapshots', { do: 'restore', snapshot });
      expect(status).toBe(400);
      expect(text).toMatch(/That cannot be done \S.{10,}/);
      expect((await visit(sf, '/tokens')).text).toContain('live');
    },
  );
});

describe('the outbox', () => {
  it('has what would have been sent, for an address', async () => {
    expect((await visit(sf, '/outbox')).text).toContain('Nothing was to be sent yet.');
    expect((await visit(sf, '/outbox?to=ada@acme.example&kind=forgot-password')).status).toBe(200);
    expect((await visit(sf, '/outbox?kind=none')).status).toBe(400);
  });

  it('is read a page at a time, with what a message says folded, and nothing in it is markup', async () => {
    for (let i = 1; i <= 60; i++) {
      await sf.world.store.outbox.append(
        {
          orgId: ORG,
          userId: sf.users.ada!.id,
          recipient: 'ada@acme.example',
          channel: 'sms',
          kind: 'identity-verification',
          subject: `Number ${i} <script>alert(1)</script>`,
          text: '"><img src=x onerror=alert(1)>',
          code: i === 60 ? '402617' : undefined,
          createdAt: i,
        },
        500,
      );
    }
    const { html, text } = await visit(sf, '/outbox?to=ADA@acme.example&kind=identity-verification');
    expect(html).not.toMatch(/<script>|<img|onerror=alert\(1\)>/);
    expect(text).toContain('Number 60 <script>alert(1)</script> "><img src=x onerror=alert(1)> Code: 402617');
    expect(html.match(/<summary>Number/g)).toHaveLength(50);
    const [, older = ''] = /console(\/outbox[^"]*)">Older/.exec(html.replaceAll('&amp;', '&')) ?? [];
    expect(older).toBe('/outbox?to=ADA%40acme.example&kind=identity-verification&page=2');
    const second = await visit(sf, older);
    expect(second.html.match(/<summary>Number/g)).toHaveLength(10);
    expect(second.text).toContain('Newer');
    for (const page of ['0', '-1', 'x', '1e9'])
      expect((await visit(sf, `/outbox?page=${page}`)).status).toBe(200);
  });
});

describe('try it', () => {
  it('walks client credentials to who it is, and the secret is not shown', async () => {
    const key = sf.apps.Client_Credentials!.consumerKey;
    expect((await visit(sf, `/try?app=${key}`)).text).toContain('Client credentials Ask for a token');
    const token = await submit(sf, '/try', { do: 'client-credentials', app: key });
    expect(token.text).toContain('200 {"access_token":"');
    expect(token.html).not.toContain(sf.apps.Client_Credentials!.consumerSecret);
    const [, access_token = ''] = /name="access_token" value="([^"]+)"/.exec(token.html) ?? [];
    const info = await submit(sf, '/try', { do: 'userinfo', app: key, access_token });
    expect(info.text).toContain('GET /services/oauth2/userinfo Authorization: Bearer ••••••••');
    expect(sf.journal.entries().map(({ endpoint }) => endpoint)).toEqual(['userinfo', 'token']);
  });

  it('walks the device flow, and says when the code is not typed yet', async () => {
    const key = sf.apps.Device!.consumerKey;
    const asked = await submit(sf, '/try', { do: 'device', app: key });
    const [, device_code = ''] = /name="device_code" value="([^"]+)"/.exec(asked.html) ?? [];
    const polled = await submit(sf, '/try', { do: 'poll', app: key, device_code });
    expect(polled.text).toContain('authorization_pending');
    expect(polled.html).toMatch(/href="\/_fauxforce\/console\/journal\/[\w-]+"/);
  });

  it('lets the app be called back here first, by Setup’s own rules', async () => {
    const page = await visit(sf, `/try?app=${KEY}`);
    expect(page.text).toContain('is not among its callback URLs');
    await submit(sf, '/try', { do: 'add-callback', app: KEY });
    expect(sf.world.orgs.app(KEY)?.callbackUrls).toContain(`${sf.url}/_fauxforce/console/try/callback`);
    expect((await visit(sf, `/try?app=${KEY}`)).text).toContain(
      'Open it: log in, allow access, and come back',
    );
  });

  it('leads to no address that somebody typed', async () => {
    for (const query of ['state=x&code=y', 'code=y', `state=${KEY}.x`, ''])
      expect((await visit(sf, `/try/callback?${query}`)).status).toBe(400);
    const { html } = await visit(
      sf,
      `/try/callback?state=${KEY}.x&error=e&error_description=<b>x</b>&next=https://evil.example`,
    );
    expect(html).not.toMatch(/(?:href|action)="[^"]*evil/);
    expect(html).not.toContain('<b>x</b>');
    expect((await submit(sf, '/try', { do: 'exchange', app: 'nobody' })).status).toBe(400);
    expect((await submit(sf, '/try', { do: 'nothing', app: KEY })).status).toBe(400);
  });
});
