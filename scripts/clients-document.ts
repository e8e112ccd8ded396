/** `docs/clients.md`: which real clients logged in, and which are known by their sources alone. */
import { clients } from '../src/cli/commands/clients/index.ts';
import { readResults } from '../test/clients/results.ts';

const HEAD = `# Clients

Real clients, unmodified, that log in to fauxforce in its tests and work with records: with the settings that \`npx fauxforce env <client>\` prints, by http, https or
the proxy ([https.md](https.md)), whichever they need. This is the output of the last \`npm run test:all\` ([tests.md](tests.md)).
*Replayed* are clients that do not run on the machine of the tests: their requests are sent as their sources write them.
`;

export function clientsDocument(): string {
  const results = readResults();
  const rows = results.map(
    ({ client, version, flows, how, date }) =>
      `| \`${client}\` | ${version} | ${flows.join(', ')} | ${how} | ${date} |`,
  );
  const table = ['| client | version | flows and calls | | |', '|---|---|---|---|---|', ...rows].join('\n');
  // The line for curl is run by test/cli/commands.test.ts.
  const proved = new Set(['curl', ...results.map(({ client }) => client.toLowerCase())]);
  const unproved = clients
    .filter(({ names, setup }) => setup instanceof Function && !names.some((name) => proved.has(name)))
    .map(({ names, title }) => `- \`fauxforce env ${names[0]}\`: ${title}`);
  const others = [
    '## By their sources',
    '',
    'What `env` prints for these was read in their sources, and not run:',
    '',
    ...unproved,
  ];
  return `${HEAD}\n${table}\n\n${others.join('\n')}\n`;
}
