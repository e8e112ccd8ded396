/** `fauxforce apps`: the apps of a running server, with their keys and what each is for. */
import type { Command } from 'commander';
import colors from 'picocolors';
import { printable } from '../../journal/request-line.ts';
import type { AppFacts } from '../../lab/answers.ts';
import { chooseApp } from '../choose.ts';
import { addLabOptions } from '../lab-client.ts';
import { flowsInWords, orgLines, table } from '../org-facts.ts';
import { orgsOfServer } from '../server/orgs-of-server.ts';

interface Choice {
  readonly org?: string;
  readonly json?: boolean;
}

export function addAppsCommand(program: Command): void {
  const command = program
    .command('apps')
    .description('print the apps of a running server, with keys, secrets, callback URLs and flows')
    .argument('[app]', 'the name or consumer key of one; left out: all')
    .option('--org <org>', 'only of this org: its id, name or My Domain');
  addLabOptions(command).action(async (wanted: string | undefined) => {
    const { org: only, json } = command.opts<Choice>();
    const orgs = await orgsOfServer(command, only);
    const all = orgs.flatMap(({ apps }) => apps);
    const isWanted =
      wanted === undefined
        ? () => true
        : ({ consumerKey }: AppFacts) => consumerKey === chooseApp(all, wanted).consumerKey;
    const shown = orgs
      .map(({ org, apps }) => ({ org, apps: apps.filter(isWanted) }))
      .filter(({ apps }) => apps.length > 0);
    if (json) {
      const apps = shown.flatMap(({ org, apps }) => apps.map((app) => ({ org: org.id, ...app })));
      process.stdout.write(`${JSON.stringify({ apps })}\n`);
    } else {
      const text = shown.flatMap(({ org, apps }) => [...orgLines({ org }), ...apps.flatMap(appLines), '']);
      process.stdout.write(text.map((line) => `${line}\n`).join(''));
    }
  });
}

function appLines(app: AppFacts): string[] {
  const kind = app.kind === 'connectedApp' ? 'Connected App' : 'External Client App';
  return [
    '',
    `  ${colors.bold(printable(app.name))}  ${kind}`,
    ...table([
      ['  key', app.consumerKey],
      ['  secret', app.consumerSecret || 'none: a public client'],
      ...app.callbackUrls.map((url, i) => [i === 0 ? '  callback' : '', url]),
      ['  for', flowsInWords(app)],
    ]),
  ];
}
