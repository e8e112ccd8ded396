/** `fauxforce arm`: makes requests to a running server fail; lists and disarms. */
import type { Command } from 'commander';
import type { ArmedFailure } from '../../lab/routes/failure-routes.ts';
import { UsageError } from '../failure.ts';
import { addLabOptions, callLab } from '../lab-client.ts';

interface ArmChoice {
  readonly fault?: string;
  readonly scenario?: string;
  readonly status?: string;
  readonly body?: string;
  readonly times?: string;
  readonly every?: string;
  readonly after?: string;
  readonly delay?: string;
  readonly endpoint?: string;
  readonly grantType?: string;
  readonly clientId?: string;
  readonly username?: string;
  readonly org?: string;
  readonly list?: boolean;
  readonly clear?: boolean;
  readonly json?: boolean;
}

export function addArmCommand(program: Command): void {
  const command = program
    .command('arm')
    .description('make requests to a running server fail that would have succeeded (docs/failures.md)')
    .argument('[refusal]', 'a refusal, such as refresh.expired: fauxforce errors lists them')
    .option('--fault <fault>', 'reset, empty, truncate, slow-headers or slow-body')
    .option('--scenario <name>', 'a story of several failures, such as refresh-rotation-race')
    .option('--status <number>', 'a raw response with this status')
    .option('--body <text>', 'and this body')
    .option('--times <number>', 'how many requests it strikes')
    .option('--every <number>', '2: every second request')
    .option('--after <number>', 'how many requests to let pass first')
    .option('--delay <duration>', 'how long the answer waits, in real time')
    .option('--endpoint <word>', 'only at this endpoint: token, authorize, userinfo, rest')
    .option('--grant-type <type>', 'only for this grant')
    .option('--client-id <key>', 'only for this app')
    .option('--username <username>', 'only for this user')
    .option('--org <id>', 'only in this org')
    .option('--list', 'show what is armed')
    .option('--clear', 'disarm everything');
  addLabOptions(command).action(async (refusal: string | undefined) => {
    const choice = command.opts<ArmChoice>();
    const isOrder = !choice.list && !choice.clear;
    if (!isOrder) refuseOrder(refusal, choice);
    if (choice.clear) await callLab(command, 'DELETE', '/failures');
    const response = isOrder
      ? await callLab(command, 'POST', '/failures', orderOf(refusal, choice))
      : await callLab(command, 'GET', '/failures');
    const shown = (await response.json()) as ArmedFailure | { readonly failures: readonly ArmedFailure[] };
    process.stdout.write(choice.json ? `${JSON.stringify(shown)}\n` : failuresText(shown));
  });
}

/** Options that do not say what is to fail. */
const ASIDE = ['list', 'clear', 'url', 'labToken', 'json'];

/** Refuses options that `--list` and `--clear` would ignore. */
function refuseOrder(refusal: string | undefined, choice: ArmChoice): void {
  if (choice.list && choice.clear) throw new UsageError('--list and --clear exclude each other');
  if (refusal === undefined && Object.keys(choice).every((name) => ASIDE.includes(name))) return;
  throw new UsageError(`${choice.list ? '--list shows' : '--clear disarms'} everything: leave the rest out`);
}

function orderOf(refusal: string | undefined, choice: ArmChoice): object {
  const { fault, scenario, status, body, delay, endpoint, grantType, clientId, username, org } = choice;
  if (body !== undefined && status === undefined) throw new UsageError('--body needs --status');
  const where = { endpoint, grant_type: grantType, client_id: clientId, username, org };
  return {
    refusal,
    fault,
    scenario,
    ...(status === undefined ? {} : { response: { status: readNumber('status', status), body } }),
    times: readNumber('times', choice.times),
    every: readNumber('every', choice.every),
    after: readNumber('after', choice.after),
    delay,
    ...(Object.values(where).some((value) => value !== undefined) ? { where } : {}),
  };
}

function readNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^-?\d{1,9}$/.test(text)) throw new UsageError(`--${name} '${text}' is not a number`);
  return Number(text);
}

function failuresText(shown: ArmedFailure | { readonly failures: readonly ArmedFailure[] }): string {
  const failures = 'failures' in shown ? shown.failures : [shown];
  if (failures.length === 0) return 'nothing is armed\n';
  return failures.map((failure) => `${lineOf(failure)}\n`).join('');
}

function lineOf({ id, what, remaining, every, after, delay, where }: ArmedFailure): string {
  const parts = [
    remaining === null ? 'without end' : `${remaining} ${remaining === 1 ? 'request' : 'requests'}`,
    every > 1 ? `every ${every}` : '',
    after > 0 ? `after ${after}` : '',
    delay > 0 ? `delayed ${delay} ms` : '',
    ...Object.entries(where).map(([name, value]) => `${name} ${value}`),
  ];
  return `${id}  ${what}: ${parts.filter(Boolean).join(', ')}`;
}
