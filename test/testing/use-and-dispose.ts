/** Uses all of the kit, disposes of it, and prints what still keeps the process alive. */
import { setImmediate as turn } from 'node:timers/promises';
import { startFauxforce } from '../../src/testing/index.ts';

{
  await using sf = await startFauxforce();
  await using org = await sf.org({ expiresIn: '10m' });
  await org.login({ app: 'Integration', user: 'admin' });
  await org.token({ app: 'Integration', user: 'admin' });
  org.arm({ delay: '1m', where: { endpoint: 'userinfo' } });
  fetch(`${org.url}/services/oauth2/userinfo?client_id=${org.apps.Integration?.consumerKey}`).catch(
    () => undefined,
  );
  await sf.restore(await sf.snapshot());
}
await turn();
const ours = ['Timeout', 'TCPServerWrap', 'FSReqCallback', 'MessagePort', 'Worker'];
console.log(JSON.stringify(process.getActiveResourcesInfo().filter((name) => ours.includes(name))));
