/** Opens so many TLS connections a second, each new to the server, and says how many came about and how long they took. */
import { setTimeout } from 'node:timers/promises';
import { connect, createSecureContext } from 'node:tls';

const [url = '', rate = '', seconds = ''] = process.argv.slice(2);
const { port } = new URL(url);
const EVERY = 10;
/** As clients have it: one for all of their connections. */
const secureContext = createSecureContext();
const most = Number(rate) * Number(seconds);

const handshake = () =>
  new Promise<void>((resolve, reject) => {
    const socket = connect({
      host: '127.0.0.1',
      port: Number(port),
      servername: 'login.salesforce.com',
      rejectUnauthorized: false,
      secureContext,
    });
    // The session comes when the server has done its part: who leaves before that leaves in the midst of the handshake.
    socket.on('error', reject).once('session', () => {
      socket.destroy();
      resolve();
    });
  });

const begun = performance.now();
const made: Promise<void>[] = [];
while (made.length < most) {
  const due = Math.min(most, ((performance.now() - begun) / 1000) * Number(rate));
  while (made.length < due) made.push(handshake());
  await setTimeout(EVERY);
}
await Promise.all(made);
process.send?.({ made: made.length, took: performance.now() - begun }, () => process.exit(0));
