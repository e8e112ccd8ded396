import { describe, expect, test } from 'vitest';
import { reproduce, reproductionText } from '../../src/cli/errors-run.ts';
import { catalogueInWords, type RefusalInWords } from '../../src/refusals/in-words.ts';
import { run } from './run.ts';

function refusal(name: string): RefusalInWords {
  const found = catalogueInWords().find((one) => one.name === name);
  if (!found) throw new Error(`the catalogue has no ${name}`);
  return found;
}

describe('errors --run', () => {
  test('prints requests, answer and explanation, and no secret', async () => {
    const { code, stdout, stderr } = await run({ args: ['errors', 'client.secret-wrong', '--run'] });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^> POST \/services\/oauth2\/token\n> {3}grant_type=client_credentials\n> {3}client_id=3MVG9Demo\.Client_Credentials\n> {3}client_secret=sha256:[0-9a-f]{12}\n< 400\n< {3}\{"error":"invalid_client","error_description":"invalid client credentials"\}\n\n/,
    );
    expect(stdout).toContain('\npassed   client.unknown: ');
    expect(stdout).toContain('\nrefused  client.secret-wrong: ');
    expect(stdout).toContain('\nfix      ');
    expect(stdout).toMatch(/\nrefused as the catalogue says: client\.secret-wrong\n$/);
  });

  test('as JSON', async () => {
    const { stdout } = await run({ args: ['errors', 'rest.dead-token', '--run', '--json'] });
    const seen = JSON.parse(stdout) as { requests: { refusal: unknown }[] };
    expect(seen).toMatchObject({ name: 'rest.dead-token', reproduced: true });
    expect(seen.requests.at(-1)).toMatchObject({ status: 401, refusal: { name: 'rest.dead-token' } });
  });

  test('of a hundred requests shows the last ten', async () => {
    const text = reproductionText(await reproduce(refusal('device.too-many')));
    expect(text).toMatch(/^\(\d+ requests before these\)\n/);
    expect(text.match(/^> POST/gm)).toHaveLength(10);
  });

  test('tells when it is not refused as explained', async () => {
    const other = { ...refusal('client.secret-wrong'), status: 401 };
    const seen = await reproduce(other);
    expect(seen.reproduced).toBe(false);
    expect(reproductionText(seen)).toMatch(/\nNOT refused as the catalogue says: client\.secret-wrong\n$/);
  });

  test('wants a name, and one that there is', async () => {
    expect(await run({ args: ['errors', '--run'] })).toMatchObject({ code: 2, stdout: '' });
    expect(await run({ args: ['errors', 'client.secret-wron', '--run'] })).toMatchObject({
      code: 2,
      stdout: '',
    });
  });
});
