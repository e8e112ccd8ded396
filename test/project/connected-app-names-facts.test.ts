/** model.md 1.6 to 1.8, row by row: what XML a parser must survive, whose names an app's names are, shapes of real files. */
import { describe, expect, test } from 'vitest';
import { named } from '../seed/helpers.ts';
import { appIn, appOf, connectedApp, lines, load, metadata, writeProject } from './helpers.ts';

const FILE = 'force-app/App.connectedApp-meta.xml';

/** Elements beside oauthConfig start in line 7, those in it in line 5. */
const beside = (content: string) => appOf(connectedApp('', content));
const inside = (content: string) => appOf(connectedApp(content));

describe('1.6 XML facts', () => {
  test('order of the elements does not matter', async () => {
    const { app, problems } = await appOf(
      metadata(
        'ConnectedApp',
        '<profileName>Sales</profileName><oauthConfig><scopes>Web</scopes><isAdminApproved>true</isAdminApproved><consumerKey>3MVG9Order</consumerKey></oauthConfig><attributes><key>a</key><formula>"b"</formula></attributes><label>Z</label>',
      ),
    );
    expect(app).toMatchObject({
      label: 'Z',
      consumerKey: '3MVG9Order',
      scopes: ['web'],
      attributes: { a: '"b"' },
    });
    expect(problems).toEqual([]);
  });

  test('tags that prettier broke', async () => {
    const { app } = await inside('<callbackUrl\n  >https://a.example/cb</callbackUrl\n>');
    expect(app.callbackUrls).toEqual(['https://a.example/cb']);
  });

  test('&amp; and &apos; in formulas', async () => {
    const { app } = await beside(
      '<attributes><formula>&apos;a&apos; &amp; $User.Email</formula><key>k</key></attributes>',
    );
    expect(app.attributes).toEqual({ k: "'a' & $User.Email" });
  });

  test('percent-encoded file names of profiles', async () => {
    const folder = writeProject({
      'force-app/Force%2Ecom - Free.profile-meta.xml': metadata('Profile', ''),
      'force-app/%5BAC RUL%5D Director.profile-meta.xml': metadata('Profile', ''),
    });
    const names = (await load(folder)).org.profiles.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Force.com - Free', '[AC RUL] Director']));
  });

  test('empty profileName and permissionSetName: remove all', async () => {
    const { app, problems, defaulted } = await appOf(
      connectedApp(
        '<isAdminApproved>true</isAdminApproved>',
        '<permissionSetName></permissionSetName><profileName></profileName>',
      ),
    );
    expect(app).toMatchObject({ profiles: [], permissionSets: [] });
    expect(problems).toEqual([]);
    expect(defaulted).toContain(
      `${FILE}:5:1 admin-approved users are pre-authorized, and no profile and no permission set is named: nobody may use the app`,
    );
  });

  test.each([
    ['ID', 'Basic'],
    ['ChatbotApi', 'Chatbot'],
    ['SfapApi', 'SFAP'],
  ])('wrong enum value %s: file, value and the nearest one', async (written, nearest) => {
    const { app, problems } = await inside(`<scopes>${written}</scopes><scopes>Api</scopes>`);
    expect(app.scopes).toEqual(['api']);
    expect(problems).toEqual([
      `${FILE}:5:1 scope '${written}' is not one of the Metadata API: did you mean '${nearest}'?`,
    ]);
  });
});

describe('1.7 names of profiles and permission sets', () => {
  const ADMIN = {
    'force-app/profiles/Admin.profile-meta.xml': metadata('Profile', '<custom>false</custom>'),
  };
  const set = (name: string, label: string) => ({
    [`force-app/${name}.permissionset-meta.xml`]: metadata('PermissionSet', `<label>${label}</label>`),
  });
  const approved = (element: string, name: string) => ({
    [FILE]: connectedApp('<isAdminApproved>true</isAdminApproved>', `<${element}>${name}</${element}>`),
  });

  test.each([
    'System Administrator',
    'Systemadministrator',
    'システム管理者',
    'Admin',
    'system administrator',
  ])('profileName %s is profiles/Admin', async (name) => {
    const { app, defaulted } = await appIn({ ...ADMIN, ...approved('profileName', name) });
    expect(app.profiles).toEqual(['System Administrator']);
    expect(defaulted).not.toContainEqual(expect.stringContaining('not in the project'));
  });

  test.each([
    ['Carestone Connect', 'Carestone_Connect', 'Carestone Connect'],
    ['sfdx travis ci', 'sfdx_travis_ci', 'sfdx travis ci'],
    ['ZR_XFAIR-EMS', 'ZR_XFAIR_EMS', 'ZR_XFAIR-EMS'],
    ['Carestone_Connect', 'Carestone_Connect', 'Something Else'],
    ['carestone connect', 'Carestone_Connect', 'Carestone Connect'],
  ])('permissionSetName %s is permissionsets/%s with the label %s', async (written, name, label) => {
    const { app } = await appIn({ ...set(name, label), ...approved('permissionSetName', written) });
    expect(app.permissionSets).toEqual([name]);
  });

  test('an exact label counts before a fullName, that before any case', async () => {
    const sets = { ...set('Orders', 'Desk'), ...set('Desk', 'Orders'), ...set('Other', 'ORDERS') };
    const { app } = await appIn({ ...sets, ...approved('permissionSetName', 'Orders') });
    expect(app.permissionSets).toEqual(['Desk']);
  });

  test.each([
    ['Admin', 'System Administrator'],
    ['Standard', 'Standard User'],
    ['ReadOnly', 'Read Only'],
    ['Read Only', 'Read Only'],
    ['MarketingProfile', 'Marketing User'],
    ['ContractManager', 'Contract Manager'],
    ['SolutionManager', 'Solution Manager'],
    ['StandardAul', 'Standard Platform User'],
    ['Guest License User', 'Guest License User'],
    ['Identity User', 'Identity User'],
    ['Chatter Free User', 'Chatter Free User'],
    ['Chatter External User', 'Chatter External User'],
    ['Chatter Moderator User', 'Chatter Moderator User'],
    ['Minimum Access - Salesforce', 'Minimum Access - Salesforce'],
    ['Salesforce API Only System Integrations', 'Salesforce API Only System Integrations'],
    ['Minimum Access - API Only Integrations', 'Minimum Access - API Only Integrations'],
  ])('profiles/%s is called %s', async (file, name) => {
    const folder = writeProject({
      [`force-app/${file}.profile-meta.xml`]: metadata('Profile', ''),
      ...approved('profileName', name),
    });
    const { org, defaulted } = await load(folder);
    expect(named(org.apps, 'App').profiles).toEqual([name]);
    expect(org.profiles.map((profile) => profile.name)).toContain(name);
    expect(defaulted.map(({ message }) => message)).not.toContainEqual(expect.stringContaining('profile'));
  });

  test('one that is not in the project is added, and told', async () => {
    const { app, defaulted } = await appIn({ ...ADMIN, ...approved('profileName', 'Sytem Administrator') });
    expect(app.profiles).toEqual(['Sytem Administrator']);
    expect(defaulted).toContain(
      `${FILE}:7:1 profile 'Sytem Administrator' is not in the project: one without anything in it was added (did you mean 'System Administrator'?)`,
    );
  });
});

describe('1.8 shapes of real files', () => {
  test('isAdminApproved alone, https:// as callback, one scope, no policy', async () => {
    const { app, problems } = await inside(
      '<callbackUrl>https://</callbackUrl><consumerKey>3MVG9Platform</consumerKey><isAdminApproved>true</isAdminApproved><scopes>Full</scopes>',
    );
    expect(app).toMatchObject({ callbackUrls: ['https://'], scopes: ['full'] });
    expect(problems).toEqual([]);
  });

  test('a key of 128 hexadecimal characters', async () => {
    const key = 'ab12'.repeat(32);
    expect((await inside(`<consumerKey>${key}</consumerKey>`)).app.consumerKey).toBe(key);
  });

  test('SAML only, with attributes and no oauthConfig', async () => {
    const folder = writeProject({
      [FILE]: metadata(
        'ConnectedApp',
        '<attributes><key>a</key><formula>"b"</formula></attributes><label>S</label><samlConfig><acsUrl>https://a.example</acsUrl></samlConfig>',
      ),
    });
    expect(lines((await load(folder)).skipped, folder)).toEqual([
      `${FILE}:2:1 Connected App 'App' has no oauthConfig: it is no OAuth client`,
    ]);
  });

  test('metadata format: no -meta.xml, in src/', async () => {
    const { app } = await appIn({
      'sfdx-project.json': '{ "packageDirectories": [{ "path": "src" }] }',
      'src/connectedApps/App.connectedApp': connectedApp('<consumerKey>3MVG9Source</consumerKey>'),
    });
    expect(app.consumerKey).toBe('3MVG9Source');
  });
});
