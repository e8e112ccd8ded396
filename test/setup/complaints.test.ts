/** What is wrong with a form stands beside the control that it is about, once and by its label, and nothing of what was typed is lost. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { type Filled, SetupVisitor, type Shown } from './visitor.ts';

let sf: Fauxforce;
let ada: SetupVisitor;
beforeAll(async () => {
  sf = await startFauxforce();
  ada = await SetupVisitor.logIn(sf);
});
afterAll(() => sf[Symbol.asyncDispose]());

const CLASSIC = '/app/mgmt/forceconnectedapps';
const APP: Filled = {
  label: 'Portal',
  contactEmail: 'ada@acme.example',
  oauth: '1',
  callbackUrls: 'https://portal.example/callback',
  scopes: 'api',
};
const newApp = async (changes: Filled) =>
  ada.send(await ada.open(`${CLASSIC}/forceAppEdit.apexp`), { ...APP, ...changes });

/** Of each control that has some, in the order of the page. */
function complaintsOn({ html }: Shown): [control: string, ...messages: string[]][] {
  const plain = (text: string) => text.replaceAll('&#39;', "'").replaceAll('&quot;', '"');
  return [...html.matchAll(/id="([^"]*)-error">((?:<div>Error: [^<]*<\/div>)+)/g)].map(
    ([, control = '', messages = '']) => [
      control,
      ...[...messages.matchAll(/Error: ([^<]*)/g)].map(([, message = '']) => plain(message)),
    ],
  );
}

test('of a control that a box unfolds: not beside the box too', async () => {
  const page = await newApp({
    name: 'Nested',
    samlIsOn: '1',
    'saml.entityUrl': 'https://sp.example',
    'saml.acsUrl': 'sp.example/acs',
    'saml.nameIdFormat': 'Nickname',
    assetTokenIsOn: '1',
    'assetToken.validity': '0',
    'assetToken.audiences': '',
  });
  expect(complaintsOn(page)).toEqual([
    ['assetToken.validity', 'Token Valid for must be at least 1'],
    ['assetToken.audiences', 'You must enter a value'],
    ['saml.acsUrl', "ACS URL: 'sp.example/acs' is not an absolute https:// or http:// URL"],
    [
      'saml.nameIdFormat',
      "Name ID Format is 'Nickname': must be one of Unspecified, EmailAddress, Persistent, Transient",
    ],
  ]);
});

test.each(['two__underscores', 'last_', '_first', '1st', 'with space', 'Größe'])(
  'the API name %s is none, and the rules are said',
  async (name) => {
    expect(complaintsOn(await newApp({ name }))).toEqual([
      [
        'name',
        'The API Name can only contain underscores and alphanumeric characters. It must be unique, begin with a letter, not include spaces, not end with an underscore, and not contain two consecutive underscores.',
      ],
    ]);
  },
);

test('an app of a package keeps its API name', async () => {
  const sent = await fetch(`${sf.url}/_fauxforce/apps`, {
    method: 'POST',
    body: JSON.stringify({ name: 'acme__Portal', callbackUrls: ['https://a.example'], scopes: ['api'] }),
  });
  expect(sent.status).toBe(201);
  const { id } = sf.world.orgs.orgs[0]!.apps.find(({ name }) => name === 'acme__Portal')!;
  const form = await ada.open(`${CLASSIC}/forceAppEdit.apexp?connectedAppId=${id}`);
  const saved = await ada.send(form, { contactEmail: 'ada@acme.example', description: 'from a package' });
  expect(saved.url).toContain('/forceAppSaved.apexp');
});

test('two custom attributes of one key: both rows stay', async () => {
  const id = sf.world.orgs.app('3MVG9Demo.Web_Server')!.id;
  const form = await ada.open(`${CLASSIC}/forceAppAttributes.apexp?connectedAppId=${id}`);
  const page = await ada.send(form, {
    'attributes:key': ['region', 'region', 'tier'],
    'attributes:formula': ['"emea"', '"apac"', '"gold"'],
  });
  expect(complaintsOn(page)).toEqual([
    ['attributes', "'region' is in several rows: each has a key of its own"],
  ]);
  for (const formula of ['emea', 'apac', 'gold'])
    expect(page.html).toContain(`value="&quot;${formula}&quot;"`);
  expect(sf.world.orgs.app('3MVG9Demo.Web_Server')!.attributes).toEqual({});
});

test('a user who loses their username: every other problem is still said of its field', async () => {
  const form = await ada.open(`/${sf.users.grace!.id}/e`);
  const page = await ada.send(form, { username: '', alias: 'much too long' });
  expect(complaintsOn(page)).toEqual([
    ['alias', 'Alias must be at most 8 characters'],
    ['username', 'You must enter a value'],
  ]);
  expect(page.text).not.toContain('users[');
});
