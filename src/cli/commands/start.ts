/** `fauxforce start`: serves a seed until it is told to stop. */
import { type Command, Option } from 'commander';
import { LOG_FORMATS, LOG_LEVELS, type LogLevel } from '../log/log-writer.ts';
import { addServerOptions, readLabToken, readPath, readPort, withVariable } from '../options.ts';
import {
  readJournalAge,
  readJournalSize,
  readProxies,
  readStartOptions,
  readStore,
  readWorkers,
} from '../server/start-options.ts';
import { caOption } from './certs.ts';

export function addStartCommand(program: Command): void {
  const command = program.command('start', { isDefault: true }).description('serve the orgs of a seed');
  addStartOptions(command, { port: 7332, store: '.fauxforce/state.db', logLevel: 'info' })
    .addOption(
      withVariable(
        new Option(
          '--workers <number>',
          'how many processes serve the port, on one store (default: this one)',
        ).argParser(readWorkers),
      ),
    )
    .option('--json', 'write JSON lines to stdout, also on a terminal (env: FAUXFORCE_JSON)')
    .option(
      '--quiet',
      'on a terminal, begin with the ready line alone, without orgs, users and apps (env: FAUXFORCE_QUIET)',
    )
    .action(async () => {
      const options = readStartOptions(command);
      if (options.workers > 1) return (await import('../workers/serve-port.ts')).servePort(options);
      const { serve } = await import('../server/serve.ts');
      await serve(options);
    });
}

/** The defaults of options, which differ between commands. */
interface Defaults {
  readonly port: number;
  readonly store: string;
  readonly logLevel: LogLevel;
}

/** Adds every option of a server, except `--json` and `--quiet`. */
export function addStartOptions(command: Command, { port, store, logLevel }: Defaults): Command {
  return addServerOptions(command, port)
    .addOption(
      withVariable(
        new Option('--store <file>', 'where state is kept: a file, :memory:, or postgres://…')
          .default(store)
          .argParser(readStore),
      ),
    )
    .addOption(
      withVariable(
        new Option(
          '--log-level <level>',
          'debug: with checks; info: each request; warn: refusals; error: our mistakes',
        )
          .choices(LOG_LEVELS)
          .default(logLevel),
      ),
    )
    .addOption(
      withVariable(
        new Option(
          '--log-format <format>',
          'how requests are told (default: text on a terminal and by exec, JSON lines elsewhere)',
        ).choices(LOG_FORMATS),
      ),
    )
    .addOption(
      withVariable(
        new Option(
          '--lab-token <token>',
          'what the lab API wants; needed there with a --host beyond loopback; in the variable no other user of the machine sees it',
        ).argParser(readLabToken),
      ),
    )
    .addOption(
      withVariable(
        new Option(
          '--trust-proxy <addresses>',
          'proxies whose X-Forwarded-For, -Proto and -Host are believed: addresses and CIDR ranges, with commas',
        ).argParser(readProxies),
      ),
    )
    .option(
      '--allow-client-ip-header',
      'let requests say where they come from, in x-fauxforce-client-ip (env: FAUXFORCE_ALLOW_CLIENT_IP_HEADER)',
    )
    .option(
      '--require-https',
      'refuse http at the authorize, token and identity endpoints, as Salesforce does (env: FAUXFORCE_REQUIRE_HTTPS)',
    )
    .option(
      '--follow-real-callbacks',
      'lead browsers to callbacks on Salesforce hosts, codes and all; else to the same path here (env: FAUXFORCE_FOLLOW_REAL_CALLBACKS)',
    )
    .addOption(
      withVariable(
        new Option('--journal-size <number>', 'how many requests the journal keeps')
          .default(2000)
          .argParser(readJournalSize),
      ),
    )
    .addOption(
      withVariable(
        new Option(
          '--journal-age <duration>',
          'for how long, in real time: 90s, 15m, 2h (default: as long as there is room)',
        ).argParser(readJournalAge),
      ),
    )
    .addOption(
      withVariable(
        new Option(
          '--import <file>',
          'a snapshot to begin with, in the place of the seed and the store',
        ).argParser(readPath),
      ),
    )
    .addOption(
      withVariable(
        new Option('--export-on-exit <file>', 'where to save a snapshot in the end').argParser(readPath),
      ),
    )
    .addOption(caOption())
    .addOption(
      withVariable(
        new Option(
          '--proxy-others <how>',
          "what the port does as a proxy with hosts that are not Salesforce's",
        )
          .choices(['refuse', 'tunnel'])
          .default('refuse'),
      ),
    )
    .addOption(
      withVariable(
        new Option(
          '--tls-port <number>',
          'a second port that does what the first does: 443 for who edits the hosts file',
        ).argParser(readPort),
      ),
    )
    .option(
      '--no-journal-header',
      'leave x-fauxforce-journal out of answers, and links to the inspector out of pages and log (env: FAUXFORCE_NO_JOURNAL_HEADER)',
    )
    .option('--watch', 'read the seed again when a file of it changes; tokens stay (env: FAUXFORCE_WATCH)');
}
