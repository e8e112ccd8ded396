/** Manage Consumer Details: who sees key and secret, and what becomes of a staged pair (setup-pages.md 6). */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../src/org/model.ts';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { postToken } from '../helpers/token.ts';
import { verifyIdentity } from './verify.ts';
import { SetupVisitor, type Shown } from './visitor.ts';

let sf: Fauxforce;
let ada: SetupVisitor;
beforeEach(async () => {
  sf = await startFauxforce();
  ada = await SetupVisitor.logIn(sf);
});
afterEach(() => sf[Symbol.asyncDispose]());

const appNow = (): App => {
  const found = sf.world.orgs.orgs[0]?.apps.find(({ name }) => name === 'Client_Credentials');
  if (!found) throw new Error('there is no app Client_Credentials');
  return found;
};
const pathOf = ({ id }: App) =>
  `/app/mgmt/forceconnectedapps/forceAppConsumerDetails.apexp?applicationId=06P${id.slice(3, 15)}`;

const open = async (): Promise<Shown> => verifyIdentity(sf, ada, await ada.open(pathOf(appNow())));

const logIn = async ({ consumerKey, consumerSecret }: Pick<App, 'consumerKey' | 'consumerSecret'>) => {
  const form = { grant_type: 'client_credentials', client_id: consumerKey, client_secret: consumerSecret };
  return (await postToken(sf, form)).status;
};

const staged = () => appNow().stagedConsumer ?? { consumerKey: '', consumerSecret: '' };

describe('key and secret', () => {
  test('are shown after a code, and asked for again after a while', async () => {
    const asked = await ada.open(pathOf(appNow()));
    expect(asked.text).toContain('Verify Your Identity');
    expect(asked.html).not.toContain(appNow().consumerSecret);
    const shown = await verifyIdentity(sf, ada, asked);
    expect(shown.url).toBe(
      new URL(pathOf(appNow()), sf.url).href.replace(/06P\w+/, (id) => id + shown.url.slice(-3)),
    );
    expect(shown.html).toContain('Back to Manage Connected Apps');
    const { consumerKey, consumerSecret } = appNow();
    expect(shown.html).toContain(`Section:consumerKey">${consumerKey}</span>`);
    expect(shown.html).toContain(
      `id="appsetup:setupForm:consumerDetails:oauthConsumerSection:consumerSecretSection:consumerSecret">${consumerSecret}</span>`,
    );
    expect((await ada.open(pathOf(appNow()))).html).toContain(consumerSecret);
    await sf.clock.advance('16m');
    expect((await ada.open(pathOf(appNow()))).text).toContain('Verify Your Identity');
  });

  test('the address of the page that asks for the code is of no use in another browser', async () => {
    const { url } = await ada.open(pathOf(appNow()));
    expect(url).toContain('VerificationFinishUi/e?proof=');
    for (const method of ['GET', 'POST']) {
      const elsewhere = await fetch(url, { method, redirect: 'manual' });
      expect(elsewhere.status).toBe(302);
      expect(elsewhere.headers.get('location')).toMatch(/\/\?ec=302&startURL=/);
      expect(elsewhere.headers.getSetCookie()).toEqual([]);
    }
    const grace = await SetupVisitor.logIn(sf, 'grace@acme.example');
    expect((await grace.open(url)).text).not.toContain('Verify Your Identity');
  });

  test('are of no use to a cookie that was made up, or is another user’s', async () => {
    for (const value of ['1796027945835.AAAA', `${Date.now()}.`, 'x']) {
      const forged = await fetch(sf.url + pathOf(appNow()), {
        headers: { cookie: `sfdc_idv=${value}` },
        redirect: 'manual',
      });
      expect(forged.status).toBe(302);
    }
  });

  test('are in no other page of Setup, and not in the journal', async () => {
    await open();
    expect(JSON.stringify(sf.journal.entries())).not.toContain(appNow().consumerSecret);
  });
});

describe('a staged pair', () => {
  test('is of no use before it is applied; then the old one is of none', async () => {
    const before = appNow();
    const page = await ada.press(await open(), 'Generate');
    const pair = staged();
    expect(page.html).toContain(pair.consumerSecret);
    expect([await logIn(before), await logIn(pair)]).toEqual([200, 400]);
    await ada.press(page, 'Apply');
    expect(appNow()).toMatchObject(pair);
    expect([await logIn(before), await logIn(pair)]).toEqual([400, 200]);
  });

  test('is cancelled', async () => {
    const page = await ada.press(await open(), 'Generate');
    const cancelled = await ada.press(page, 'Cancel');
    expect(cancelled.text).toContain('Generate');
    expect(appNow().stagedConsumer).toBeUndefined();
  });

  test('that somebody else replaced meanwhile is not applied', async () => {
    const page = await ada.press(await open(), 'Generate');
    const { consumerKey } = appNow();
    await ada.press(await ada.press(page, 'Cancel'), 'Generate');
    expect((await ada.press(page, 'Apply')).text).toContain('have changed since: look again');
    expect(appNow().consumerKey).toBe(consumerKey);
  });

  test('needs its permission', async () => {
    const org = sf.world.orgs.orgs[0]!;
    const page = await open();
    await sf.world.image.change(org, [
      {
        section: 'profiles',
        name: 'System Administrator',
        fields: { rotateConsumerDetails: false },
        path: [],
      },
    ]);
    expect((await open()).text).not.toContain('Staged Consumer Details');
    expect((await ada.press(page, 'Generate')).text).toContain('of which ada@acme.example has nothing.');
    expect(appNow().stagedConsumer).toBeUndefined();
  });
});
