/** A process that uses the shared session: `node shared-session-worker.ts '<SessionOptions as JSON>'`. It calls when it is told to. */
import { SharedSession } from './shared-session.ts';

const session = new SharedSession(JSON.parse(process.argv[2] ?? ''));
process.once('message', async () => {
  const { status } = await session.userInfo();
  process.send?.(status, () => process.disconnect());
});
process.send?.('the session is read');
