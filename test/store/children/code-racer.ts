/** Opens the store of argv, says `ready`, and exchanges the codes it is told, each many times; prints how many it won. */
import { createInterface } from 'node:readline';
import { openStore } from '../../../src/store/open.ts';
import { exchangeEachOften } from '../exchange-each-often.ts';

const store = await openStore(process.argv[2]!);
console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  console.log(await exchangeEachOften(store, line.split(' ').map(Number)));
  break;
}
await store.close();
