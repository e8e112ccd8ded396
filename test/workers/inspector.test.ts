/** The inspector behind several workers: what a page of one began, another one goes on with. */
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Browser } from '../../src/testing/browser.ts';
import { ADA } from '../authorize/helpers.ts';
import { submit, visit } from '../console/helpers.ts';
import { start } from '../crash/start.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

const folder = temporaryFolder();
const APP = '3MVG9Demo.Web_Server';
/** On a connection of its own, so that another worker has the next. */
const ALONE = { connection: 'close' };

test('the code of a flow that is tried is exchanged by any', async () => {
  const { url, child } = await start(join(folder(), 'workers.db'), '--workers', '3');
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  await submit({ url }, '/try', { do: 'add-callback', app: APP }, ALONE);
  for (let i = 0; i < 4; i++) {
    const { html } = await visit({ url }, `/try?app=${APP}`, ALONE);
    const [, href = ''] = /href="(\/services\/oauth2\/authorize\?[^"]+)"/.exec(html) ?? [];
    const { callback } = await new Browser().visit(url + href.replaceAll('&amp;', '&'), ADA);
    const { code = '', state = '' } = callback ?? {};
    const { text } = await submit({ url }, '/try', { do: 'exchange', app: APP, code, state }, ALONE);
    expect(text).toContain('200 {"access_token":"');
  }
});
