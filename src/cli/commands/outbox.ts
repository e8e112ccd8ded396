/** `fauxforce outbox`: e-mails that Salesforce would have sent, with the codes in them. */
import type { Command } from 'commander';
import type { OutboxMessage } from '../../world/outbox.ts';
import { addLabOptions, callLab, queryOf } from '../lab-client.ts';

interface Choice {
  readonly org?: string;
  readonly to?: string;
  readonly kind?: string;
  readonly limit?: string;
  readonly json?: boolean;
}

export function addOutboxCommand(program: Command): void {
  const command = program
    .command('outbox')
    .description(
      'print the e-mails that Salesforce would have sent, oldest first: codes, security tokens, passwords',
    )
    .option('--org <id>', 'only those of this org')
    .option('--to <address>', 'only those to this e-mail address or username')
    .option('--kind <word>', 'only those for this, such as identity-verification or security-token')
    .option('--limit <number>', 'only the newest ones');
  addLabOptions(command).action(async () => {
    const { org, to, kind, limit, json } = command.opts<Choice>();
    const response = await callLab(command, 'GET', `/outbox${queryOf({ org, to, kind, limit })}`);
    const { messages } = (await response.json()) as { readonly messages: readonly OutboxMessage[] };
    const shown = json
      ? `${JSON.stringify({ messages })}\n`
      : messages.toReversed().map(messageText).join('\n');
    process.stdout.write(shown);
  });
}

/** Whoever registers writes their own address: what a terminal would act on is shown as a sign. */
function messageText({ at, to, kind, subject, text }: OutboxMessage): string {
  const lines = [
    `${at}  ${kind}  ${to}`,
    `  ${subject}`,
    ...text.split('\n').map((line) => `  ${line}`.trimEnd()),
  ];
  return lines.map((line) => `${line.replaceAll(/\p{Cc}/gu, '\ufffd')}\n`).join('');
}
