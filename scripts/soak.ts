/**
 * `npm run soak`: mixed load on several replicas, kills and restarts, and whether anything was lost (docs/replicas.md). Ends with 1 if
 * an invariant did not hold, with a sentence for each.
 */
import { parseArgs } from 'node:util';
import { type RunOptions, run } from '../test/soak/run.ts';

const USAGE =
  'npm run soak [-- --minutes 10 --store postgres|sqlite --replicas 3 --clients 8 --seed N]: see docs/replicas.md';
const DEFAULTS = { minutes: '10', store: 'postgres', replicas: '3', clients: '8' };

/** @throws TypeError */
function readOptions(): RunOptions | 'help' {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      minutes: text,
      store: text,
      replicas: text,
      clients: text,
      seed: text,
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const said = { ...DEFAULTS, seed: String(Date.now() % 1_000_000), ...values };
  const { store } = said;
  if (store !== 'sqlite' && store !== 'postgres') throw new TypeError("--store is 'sqlite' or 'postgres'.");
  return {
    store,
    minutes: readNumber('minutes', said.minutes, /^\d{1,4}(?:\.\d{1,3})?$/),
    replicas: readNumber('replicas', said.replicas, /^[1-9]\d?$/),
    clients: readNumber('clients', said.clients, /^[1-9]\d?$/),
    seed: readNumber('seed', said.seed, /^\d{1,9}$/),
    killEvery: 15,
    restartEvery: 100,
  };
}

function readNumber(name: string, text: string, allowed: RegExp): number {
  if (!allowed.test(text)) throw new TypeError(`--${name} '${text}' is no number of them.`);
  return Number(text);
}

let options: RunOptions | 'help';
try {
  options = readOptions();
} catch (error) {
  console.error((error as Error).message);
  process.exit(2);
}
if (options === 'help') {
  console.log(USAGE);
  process.exit(0);
}
console.log(`soak: ${JSON.stringify(options)}`);
const { figures, broken } = await run(options);
for (const line of [...figures, ...broken]) console.log(line);
console.log(broken.length === 0 ? 'Every invariant held.' : `${broken.length} invariants did not hold.`);
process.exit(broken.length === 0 ? 0 : 1);
