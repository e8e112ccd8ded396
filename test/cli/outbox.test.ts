/** `fauxforce outbox`: what Salesforce would have mailed. */
import { expect, test } from 'vitest';
import { startFauxforce } from '../../src/testing/index.ts';
import { resetSecurityToken } from '../../src/world/reset-secrets.ts';
import { run } from './run.ts';

test('prints messages oldest first, narrowed, as JSON, and nothing that a terminal acts on', async () => {
  await using sf = await startFauxforce();
  sf.clock.freeze();
  sf.clock.set('2026-03-01T12:00:00Z');
  const org = sf.orgs[0]!;
  const ask = (...args: string[]) => run({ args: ['outbox', ...args, '--url', sf.url] });
  expect(await ask()).toEqual({ code: 0, stdout: '', stderr: '' });
  await resetSecurityToken(sf.world, org, sf.users.ada!);
  await resetSecurityToken(sf.world, org, { ...sf.users.grace!, email: 'a\u001b[31m@b.example' });
  const [newest, oldest] = await sf.outbox.messages();
  const { stdout } = await ask();
  expect(stdout).toBe(
    `2026-03-01T12:00:00.000Z  security-token  ada@acme.example
  Your new Salesforce security token
  Your Salesforce security token has been reset.

  Username: ada@acme.example
  Security token (case-sensitive): ${oldest?.code}

  The old one is no longer good. API clients append it to the password.

2026-03-01T12:00:00.000Z  security-token  a\ufffd[31m@b.example
  Your new Salesforce security token
  Your Salesforce security token has been reset.

  Username: grace@acme.example
  Security token (case-sensitive): ${newest?.code}

  The old one is no longer good. API clients append it to the password.
`,
  );
  const narrowed = await ask(
    '--to',
    'ADA@acme.example',
    '--kind',
    'security-token',
    '--limit',
    '1',
    '--json',
  );
  expect(JSON.parse(narrowed.stdout)).toEqual({ messages: [oldest] });
  const wrong = await ask('--kind', 'security');
  expect({ ...wrong, stderr: wrong.stderr.slice(0, 40) }).toEqual({
    code: 2,
    stdout: '',
    stderr: "fauxforce: kind 'security' is unknown: u",
  });
});
