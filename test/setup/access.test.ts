/** Profiles and permission sets in Setup, and what they do to tokens: setup-pages.md 9. */
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { startFauxforce } from '../../src/testing/index.ts';
import { members, refreshTokenFor, refreshWith, send } from '../helpers/token.ts';
import { SetupVisitor } from './visitor.ts';

const sf = await startFauxforce();
let ada: SetupVisitor;
beforeEach(async () => {
  await sf.reset();
  ada = await SetupVisitor.logIn(sf);
});
afterAll(() => sf[Symbol.asyncDispose]());

const orgNow = () => sf.world.orgs.orgs[0]!;
const profile = (name: string) => orgNow().profiles.find((one) => one.name === name)!;
const set = (name: string) => orgNow().permissionSets.find((one) => one.name === name)!;
const user = (name: string) => sf.world.orgs.userByUsername(`${name}@acme.example`)!.user;
const app = (name: string) => orgNow().apps.find((one) => one.name === name)!;
const STANDARD = () => `/${profile('Standard User').id}`;

describe('a profile', () => {
  test('is in the list, and its page says what it gives', async () => {
    expect((await ada.open('/lightning/setup/EnhancedProfiles/home')).text).toContain('Standard User');
    const { text } = await ada.open(STANDARD());
    expect(text).toContain('API Enabled ☑');
    expect(text).toContain('View Setup and Configuration ☐');
    expect(text).toContain('Monday All day');
  });

  test('without API Enabled, its users log in to no app', async () => {
    const token = await refreshTokenFor(sf, 'Web_Server', 'api refresh_token', 'grace');
    await ada.send(await ada.open(`${STANDARD()}/e`), { apiEnabled: null });
    expect(profile('Standard User').apiEnabled).toBe(false);
    const { access_token } = members((await refreshWith(sf, 'Web_Server', token)).body);
    const headers = { authorization: `Bearer ${access_token}` };
    expect((await send(sf, '/services/data/v60.0/limits', { headers })).status).toBe(403);
  });

  test('with login IP ranges elsewhere lets nobody in; each problem stands beside the rows', async () => {
    const form = await ada.open(`${STANDARD()}/ipRanges`);
    const refused = await ada.send(form, {
      'loginIpRanges:start': ['10.0.0.9', '10.0.0.x'],
      'loginIpRanges:end': ['10.0.0.1', '10.0.0.2'],
    });
    expect(refused.text).toContain('start comes after end');
    expect(refused.text).toContain("'10.0.0.x' is not an IPv4 or IPv6 address");
    expect(profile('Standard User').loginIpRanges).toEqual([]);
    const saved = await ada.send(refused, {
      'loginIpRanges:start': '10.0.0.1',
      'loginIpRanges:end': '10.0.0.9',
    });
    expect(saved.text).toContain('10.0.0.1 10.0.0.9');
    await expect(SetupVisitor.logIn(sf, 'grace@acme.example')).rejects.toThrow('could not log in');
    expect(sf.journal.last({ outcome: 'refused' })?.refusal?.name).toBe('login.ip-restricted');
  });

  test('is closed in the hours that it is closed, and open again without them', async () => {
    sf.clock.freeze();
    sf.clock.set('2026-03-02T20:00:00Z');
    ada = await SetupVisitor.logIn(sf);
    const form = await ada.open(`${STANDARD()}/hours`);
    expect((await ada.send(form, { 'loginHours.monday.start': '480' })).text).toContain(
      'Error: Invalid Data.',
    );
    const closed = { 'loginHours.monday.start': '0', 'loginHours.monday.end': '0' };
    const page = await ada.send(form, {
      ...closed,
      'loginHours.friday.start': '480',
      'loginHours.friday.end': '1080',
    });
    expect(page.text).toContain('Monday Closed');
    expect(page.text).toContain('Friday 8:00 AM to 6:00 PM');
    expect(profile('Standard User').loginHours).toEqual({
      monday: { start: 0, end: 0 },
      friday: { start: 480, end: 1080 },
    });
    await expect(SetupVisitor.logIn(sf, 'grace@acme.example')).rejects.toThrow('could not log in');
    const days = ['monday', 'friday'].flatMap((day) => [`loginHours.${day}.start`, `loginHours.${day}.end`]);
    const open = Object.fromEntries(days.map((name) => [name, '']));
    await ada.send(await ada.open(`${STANDARD()}/hours`), open);
    expect(profile('Standard User').loginHours).toBeUndefined();
    await SetupVisitor.logIn(sf, 'grace@acme.example');
  });

  test('says how long its sessions are idle, and how sure a log-in must be', async () => {
    await ada.send(await ada.open(`${STANDARD()}/session`), {
      sessionTimeout: '30',
      requiredSessionLevel: 'HIGH_ASSURANCE',
    });
    expect(profile('Standard User')).toMatchObject({
      sessionTimeout: 30,
      requiredSessionLevel: 'HIGH_ASSURANCE',
    });
    await ada.send(await ada.open(`${STANDARD()}/session`), { sessionTimeout: '', requiredSessionLevel: '' });
    expect(profile('Standard User').sessionTimeout).toBeUndefined();
    expect(profile('Standard User').requiredSessionLevel).toBeUndefined();
  });

  test('with an assigned connected app lets its users into it', async () => {
    const admit = async () => {
      await sf.world.image.change(orgNow(), [
        { section: 'apps', name: 'Web_Server', fields: { isAdminApproved: true }, path: [] },
      ]);
      const before = await sf.login({ app: 'Web_Server', user: 'grace' }).catch(String);
      const form = await ada.open(`${STANDARD()}/apps`);
      await ada.send(form, { assignedApps: ['Web_Server'] });
      return [before, await sf.login({ app: 'Web_Server', user: 'grace' })] as const;
    };
    const [before, after] = await admit();
    expect(JSON.stringify(before)).toContain('OAUTH_APP_ACCESS_DENIED');
    expect(after).toHaveProperty('code');
    expect(app('Web_Server').profiles).toEqual(['Standard User']);
    await ada.send(await ada.open(`${STANDARD()}/apps`), { assignedApps: null });
    expect(app('Web_Server').profiles).toEqual([]);
  });
});

describe('a permission set', () => {
  test('is made, given permissions and apps, and assigned', async () => {
    const made = await ada.send(await ada.open('/0PS/e'), { label: 'Setup Guests', viewSetup: '1' });
    expect(made.text).toContain('Error: You must enter a value');
    const page = await ada.send(made, { name: 'Setup_Guests' });
    expect(page.text).toContain('API Name Setup_Guests');
    const path = `/${set('Setup_Guests').id}`;
    expect((await (await SetupVisitor.logIn(sf, 'grace@acme.example')).open('/005')).status).toBe(403);
    const unknown = await ada.send(await ada.open(`${path}/assign`), { username: 'nobody@acme.example' });
    expect(unknown.text).toContain("Error: Username 'nobody@acme.example' is nobody's in this org");
    const assigned = await ada.send(unknown, { username: 'Grace@acme.example' });
    expect(assigned.text).toContain('Grace Hopper');
    expect(user('grace').permissionSets).toEqual(['Setup_Guests']);
    expect((await (await SetupVisitor.logIn(sf, 'grace@acme.example')).open('/005')).status).toBe(200);
    await ada.press(assigned, 'Remove Assignment Grace Hopper');
    expect(user('grace').permissionSets).toEqual([]);
    await ada.send(await ada.open(`${path}/apps`), { assignedApps: ['Web_Server'] });
    expect(app('Web_Server').permissionSets).toContain('Setup_Guests');
    await ada.send(await ada.open(`${path}/e`), { label: 'Guests', customPermissions: 'A\nB' });
    expect(set('Setup_Guests')).toMatchObject({
      label: 'Guests',
      customPermissions: ['A', 'B'],
      viewSetup: true,
    });
  });

  test('that is taken away and given again has lost its end', async () => {
    const ends = { Order_Integration: '2030-01-01T00:00:00Z' };
    await sf.world.image.change(orgNow(), [
      {
        section: 'users',
        name: 'grace@acme.example',
        fields: { permissionSets: ['Order_Integration'], permissionSetExpirations: ends },
        path: [],
      },
    ]);
    const path = `/${set('Order_Integration').id}`;
    const assigned = await ada.open(`${path}/assignments`);
    await ada.press(assigned, 'Remove Assignment Grace Hopper');
    await ada.send(await ada.open(`${path}/assign`), { username: 'grace@acme.example' });
    expect(user('grace').permissionSets).toEqual(['Order_Integration']);
    expect(user('grace').permissionSetExpirations ?? {}).toEqual({});
  });

  test('of a name that there is is not made, and does not change it', async () => {
    const refused = await ada.send(await ada.open('/0PS/e'), { label: 'Mine', name: 'order_integration' });
    expect(refused.text).toContain(
      "Error: API Name 'order_integration' is already that of a permission set of this org",
    );
    expect(set('Order_Integration').label).toBe('Order Integration');
  });
});

test('only who may manage them changes them, and who assigns need not', async () => {
  const only = (fields: object) =>
    sf.world.image.change(orgNow(), [
      { section: 'profiles', name: 'Standard User', fields: { viewSetup: true, ...fields }, path: [] },
    ]);
  await only({});
  const grace = await SetupVisitor.logIn(sf, 'grace@acme.example');
  const path = `/${set('Order_Integration').id}`;
  expect((await grace.open(STANDARD())).status).toBe(200);
  for (const form of [`${STANDARD()}/e`, `${path}/e`, `${path}/assignments`, '/0PS/e'])
    expect((await grace.open(form)).status).toBe(403);
  await only({ assignPermissionSets: true });
  expect((await grace.open(`${path}/assignments`)).status).toBe(200);
  expect((await grace.open(`${path}/e`)).status).toBe(403);
});

test.each([
  ['a profile', () => STANDARD()],
  ['a permission set', () => `/${set('Order_Integration').id}`],
])('the second who assigns apps to %s is told of the first, and may insist', async (_what, path) => {
  const form = await ada.open(`${path()}/apps`);
  await ada.send(form, { assignedApps: ['Web_Server'] });
  const late = await ada.send(form, { assignedApps: ['Device'] });
  expect(late.text).toContain('was changed by somebody else while you edited it.');
  const assigned = () =>
    orgNow().apps.flatMap(({ name, profiles, permissionSets }) =>
      [...profiles, ...permissionSets].some((one) => ['Standard User', 'Order_Integration'].includes(one))
        ? [name]
        : [],
    );
  expect(assigned()).toContain('Web_Server');
  expect(assigned()).not.toContain('Device');
  await ada.send(late);
  expect(assigned()).toContain('Device');
  expect(assigned()).not.toContain('Web_Server');
});

test('a record that is not there, and a second administrator', async () => {
  expect((await ada.open('/00e000000000001')).status).toBe(404);
  expect((await ada.open('/0PS000000000001/assign')).status).toBe(404);
  const form = await ada.open(`${STANDARD()}/e`);
  await ada.send(form, { viewAllData: '1' });
  const late = await ada.send(form, { modifyAllData: '1' });
  expect(late.text).toContain('Standard User was changed by somebody else while you edited it.');
  expect(profile('Standard User').modifyAllData).toBe(false);
});
