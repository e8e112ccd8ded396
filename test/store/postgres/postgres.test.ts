/** The settings of the role are not what they are elsewhere: none of them may matter. */
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/port.ts';
import { storeConformance } from '../conformance.ts';
import { CONTRARY } from './contrary.ts';
import { emptySchema, freshSchema } from './schemas.ts';

/** Schemas whose store is closed: to empty one is faster than to make one. */
const free: string[] = [];
let newest = '';

async function fresh(): Promise<Store> {
  const url = free.pop();
  newest = url ?? freshSchema().replace('postgres@', `${CONTRARY}@`);
  const own = newest;
  if (url !== undefined) await emptySchema(url);
  const store = await openStore(own);
  const close = store.close.bind(store);
  store.close = async () => {
    await close();
    if (!free.includes(own)) free.push(own);
  };
  return store;
}

storeConformance('PostgreSQL', { fresh, again: () => openStore(newest) });
