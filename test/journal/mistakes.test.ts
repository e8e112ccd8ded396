import { afterEach, expect, test, vi } from 'vitest';
import { catalogue } from '../../src/refusals/catalogue.ts';
import { freshServers } from '../helpers/fresh.ts';
import { postToken, send } from '../helpers/token.ts';

const fresh = freshServers();

afterEach(() => vi.restoreAllMocks());

function break_(what: 'why' | 'description') {
  vi.spyOn(catalogue['page.not-found'], what as 'why').mockImplementation(() => {
    throw new TypeError('no such member');
  });
}

const MISTAKE = 'fauxforce made a mistake when it explained this: no such member';

test('a sentence that cannot be said costs its own entry the sentence, and nobody else anything', async () => {
  break_('why');
  const sf = await fresh();
  await postToken(sf, { grant_type: 'nonsense' });
  expect((await send(sf, '/no/such/page?a=1')).status).toBe(404);
  await postToken(sf, { grant_type: 'nonsense' });
  const entries = sf.journal.entries();
  expect(entries.map(({ refusal }) => refusal?.name)).toEqual([
    'grant-type.unsupported',
    'page.not-found',
    'grant-type.unsupported',
  ]);
  expect(entries[1]).toMatchObject({
    path: '/no/such/page',
    request: { a: '1' },
    refusal: { why: MISTAKE },
    checks: [{ name: 'page.not-found', ok: false, detail: MISTAKE }],
  });
});

test('an entry that cannot be rendered says so', async () => {
  const sf = await fresh();
  const { journal } = sf.world;
  const heard: string[] = [];
  const mistakes: unknown[] = [];
  journal.onMistake((error) => mistakes.push(error));
  journal.listen(() => {
    throw new Error('the log is broken');
  });
  journal.listen(({ id }) => heard.push(id));
  const answer = { status: 200, contentType: undefined, body: undefined, location: undefined };
  const broken = journal.open('GET', '/broken');
  broken.parameters = new Map([[undefined as unknown as string, 'x']]);
  const whole = journal.open('GET', '/whole');
  journal.record(broken, answer);
  journal.record(whole, answer);
  const [second, first] = journal.entries();
  expect(second).toMatchObject({ path: '/whole', status: 200 });
  expect(second).not.toHaveProperty('mistake');
  expect(first).toMatchObject({
    id: broken.id,
    path: '/broken',
    status: 200,
    outcome: 'answered',
    refusal: null,
    checks: [],
    request: {},
    mistake: expect.stringMatching(
      /^fauxforce made a mistake when it explained this: Cannot read properties/,
    ),
  });
  expect(heard).toEqual([broken.id, whole.id]);
  expect(mistakes).toEqual([new Error('the log is broken')]);
});
