/** Writes tokens to the store of argv until it is killed; a line of rows leaves only after its promise settled. */
import { openStore } from '../../../src/store/open.ts';
import { anAccessToken, aRefreshToken, aSession } from '../records.ts';

const store = await openStore(process.argv[2]!);

async function write(worker: number): Promise<void> {
  const userId = `0055g00000Wrk${String(worker).padStart(2, '0')}AAC`;
  for (;;) {
    const accessToken = anAccessToken({ userId });
    const refreshToken = aRefreshToken();
    const issued = await store.tokens.issue(accessToken, refreshToken);
    const session = await store.sessions.append(aSession());
    const hashes = `${accessToken.secretHash.toString('hex')} ${refreshToken.secretHash.toString('hex')}`;
    process.stdout.write(`${issued.accessToken} ${issued.refreshToken} ${session} ${hashes}\n`);
  }
}

await Promise.all(Array.from({ length: 16 }, (_, worker) => write(worker)));
