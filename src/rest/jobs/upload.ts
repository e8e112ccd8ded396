/** Takes the data of a batch as it comes, piece by piece: no upload is in memory as a whole, and one that is cut leaves nothing. */
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { realTime } from '../../ground/clock.ts';
import { Refusal } from '../../refusals/catalogue.ts';
import { check, refuse } from '../../refusals/check.ts';
import { StoreUnavailable } from '../../store/port.ts';
import type { RestCall } from '../call.ts';

/** Characters of a piece in the store. */
const PIECE = 32 * 1024;
/** Milliseconds of real time after which an upload is given up that has come no further. */
const LONGEST = 60 * 60 * 1000;

type Uploader = Pick<RestCall, 'access' | 'world' | 'stream' | 'trace' | 'headers'>;

/**
 * @param most bytes, unpacked too
 * @throws Refusal; nothing is left of the data then
 */
export async function upload(call: Uploader, batchId: string, most: number): Promise<void> {
  const { jobs } = call.world.store;
  try {
    await append(call, batchId, most);
  } catch (error) {
    await jobs.discard(batchId);
    if (error instanceof Refusal || error instanceof StoreUnavailable) throw error;
    // Broken gzip, broken UTF-8, or a connection that is gone.
    refuse(call, 'bulk.encoding', {});
  }
}

async function append(call: Uploader, batchId: string, most: number): Promise<void> {
  const { world, access, headers } = call;
  const orgId = access.org.id;
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  let size = 0;
  const keep = async (least: number) => {
    for (; text.length >= least && text !== ''; text = text.slice(PIECE)) {
      const until = realTime() + LONGEST;
      await world.store.jobs.append({ orgId, batchId, text: text.slice(0, PIECE), until });
    }
  };
  // Whoever stops here still answers: the connection must not end with the reading.
  const pieces = unpacked(call.stream, headers['content-encoding']).iterator({ destroyOnReturn: false });
  for await (const bytes of pieces) {
    size += (bytes as Buffer).length;
    check(call, 'bulk.too-large', size <= most, { most });
    text += decoder.decode(bytes as Buffer, { stream: true });
    await keep(PIECE);
  }
  text += decoder.decode();
  await keep(1);
}

function unpacked(stream: Readable, encoding: string | undefined): Readable {
  if (encoding?.trim().toLowerCase() !== 'gzip') return stream;
  const gunzip = createGunzip();
  stream.on('error', (error) => gunzip.destroy(error));
  return stream.pipe(gunzip);
}
