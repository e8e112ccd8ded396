/** Users in Setup, and what people set of their own: setup-pages.md 15, 16. */
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { credentials, postToken } from '../helpers/token.ts';
import { userInfo } from '../lab/helpers.ts';
import { SetupVisitor } from './visitor.ts';

const sf = await startFauxforce();
let ada: SetupVisitor;
beforeEach(async () => {
  await sf.reset();
  ada = await SetupVisitor.logIn(sf);
});
afterAll(() => sf[Symbol.asyncDispose]());

const userNow = (name: string) => sf.world.orgs.userByUsername(`${name}@acme.example`)!.user;
const pageOf = (name: string) => `/${userNow(name).id}`;
const tokenOf = async (user: string) => (await sf.token({ app: 'Web_Server', user })).access_token;
const passwordLogIn = ({ url }: Fauxforce, name: string, password: string) =>
  postToken({ url } as Fauxforce, {
    grant_type: 'password',
    ...credentials(sf, 'Username_Password'),
    username: `${name}@acme.example`,
    password,
  });

describe('the list', () => {
  test('has every user, and the way to each', async () => {
    const { text, html } = await ada.open('/lightning/setup/ManageUsers/home');
    expect(text).toContain('Byron, Ada');
    expect(text).toContain('Hopper, Grace');
    expect(html).toContain(`href="${pageOf('grace')}"`);
  });

  test('Active Users leaves the others out', async () => {
    await sf.world.image.change(sf.orgs[0]!, [
      { section: 'users', name: 'grace@acme.example', fields: { isActive: false }, path: [] },
    ]);
    expect((await ada.open('/005?view=active')).text).not.toContain('Hopper, Grace');
    expect((await ada.open('/005')).text).toContain('Hopper, Grace');
  });

  test('of two hundred is shown page by page', async () => {
    const users = Array.from({ length: 200 }, (_, i) => ({
      username: `u${i}@acme.example`,
      lastName: `Z${String(i).padStart(3, '0')}`,
    }));
    await sf.world.image.change(
      sf.orgs[0]!,
      users.map(({ username, ...fields }) => ({
        section: 'users' as const,
        name: username,
        fields: { username, ...fields },
        path: [],
      })),
    );
    const first = await ada.open('/005');
    expect(first.text).toContain('1-50 of 204');
    const last = await ada.open('/005?page=5');
    expect(last.text).toContain('Z199');
    expect(last.text).not.toContain('Next Page');
  });

  test('is not for who may not view Setup, and only Manage Users changes', async () => {
    const grace = await SetupVisitor.logIn(sf, 'grace@acme.example');
    expect((await grace.open('/005')).status).toBe(403);
    await sf.world.image.change(sf.orgs[0]!, [
      { section: 'profiles', name: 'Standard User', fields: { viewSetup: true }, path: [] },
    ]);
    const page = await grace.open(pageOf('ada'));
    expect(page.status).toBe(200);
    expect((await grace.press(page, 'Freeze')).status).toBe(403);
    expect(userNow('ada').isFrozen).toBe(false);
    expect((await grace.open(`${pageOf('ada')}/e`)).status).toBe(403);
  });
});

describe('the page of a user', () => {
  test('Freeze ends what they can do, and Unfreeze gives it back', async () => {
    const token = await tokenOf('grace');
    const frozen = await ada.press(await ada.open(pageOf('grace')), 'Freeze');
    expect(userNow('grace').isFrozen).toBe(true);
    await expect(SetupVisitor.logIn(sf, 'grace@acme.example')).rejects.toThrow('could not log in');
    await ada.press(frozen, 'Unfreeze');
    expect(userNow('grace').isFrozen).toBe(false);
    await SetupVisitor.logIn(sf, 'grace@acme.example');
    expect(await userInfo(sf, token)).toMatchObject({ preferred_username: 'grace@acme.example' });
  });

  test('Unlock is there for who is locked out, by wrong passwords too', async () => {
    expect((await ada.open(pageOf('grace'))).html).not.toContain('Unlock');
    for (let i = 0; i < 10; i++) await SetupVisitor.logIn(sf, 'grace@acme.example').catch(() => undefined);
    const wrong = { method: 'POST', body: new URLSearchParams({ un: 'grace@acme.example', pw: 'x' }) };
    for (let i = 0; i < 10; i++) await fetch(sf.url, wrong);
    await expect(SetupVisitor.logIn(sf, 'grace@acme.example')).rejects.toThrow('could not log in');
    const page = await ada.press(await ada.open(pageOf('grace')), 'Unlock');
    expect(page.html).not.toContain('Unlock');
    await SetupVisitor.logIn(sf, 'grace@acme.example');
  });

  test('Reset Password ends password and security token, and mails a temporary one', async () => {
    const page = await ada.press(await ada.open(pageOf('grace')), 'Reset Password');
    expect(page.text).toContain('A temporary one was mailed to grace@acme.example');
    await expect(SetupVisitor.logIn(sf, 'grace@acme.example')).rejects.toThrow('could not log in');
    const mail = await sf.outbox.last({ to: 'grace@acme.example', kind: 'password-reset' });
    expect(mail?.text).toContain(`Temporary password: ${mail?.code}`);
    expect(page.html).not.toContain(mail?.code ?? '?');
    const { password, securityToken } = userNow('grace');
    expect([password, securityToken]).not.toContain('Tok3n');
    expect(password).toBe(mail?.code);
  });

  test('OAuth Connected Apps has each approval, and Revoke ends one', async () => {
    const token = await tokenOf('grace');
    await tokenOf('grace');
    const page = await ada.open(pageOf('grace'));
    expect(page.text.match(/Revoke Web Server/g)).toHaveLength(2);
    await ada.press(page, 'Revoke Web Server');
    const after = await ada.open(pageOf('grace'));
    expect(after.text.match(/Revoke Web Server/g)).toHaveLength(1);
    // The newest stands first.
    expect(await userInfo(sf, token)).toMatchObject({ preferred_username: 'grace@acme.example' });
    await ada.press(after, 'Revoke Web Server');
    expect(await userInfo(sf, token)).toBe(403);
  });

  test('Edit Assignments gives and takes permission sets', async () => {
    const form = await ada.open(`${pageOf('grace')}/permissionSets`);
    const page = await ada.send(form, { permissionSets: ['Order_Integration'] });
    expect(userNow('grace').permissionSets).toEqual(['Order_Integration']);
    expect(page.text).toContain('Order Integration');
    await ada.send(await ada.open(`${pageOf('grace')}/permissionSets`), { permissionSets: null });
    expect(userNow('grace').permissionSets).toEqual([]);
  });

  test('Edit takes what a seed takes, and tells what it does not', async () => {
    const form = await ada.open(`${pageOf('grace')}/e`);
    const refused = await ada.send(form, { alias: 'ninechars', timezone: 'Nowhere', lastName: '' });
    expect(refused.text).toContain('Error: Invalid Data.');
    expect(refused.text).toContain('Error: You must enter a value');
    expect(refused.text).toContain("'Nowhere' is not a time zone");
    expect(userNow('grace').lastName).toBe('Hopper');
    await ada.send(refused, { alias: 'gh', timezone: 'Europe/Paris', lastName: 'King', firstName: '' });
    expect(userNow('grace')).toMatchObject({
      alias: 'gh',
      timezone: 'Europe/Paris',
      lastName: 'King',
      firstName: undefined,
    });
  });

  test('New User makes one, who can log in', async () => {
    const made = await ada.send(await ada.open('/005/e'), {
      lastName: 'Turing',
      email: 'alan@acme.example',
      username: 'alan@acme.example',
    });
    expect(made.url).toBe(`${sf.url}${pageOf('alan')}`);
    expect(userNow('alan').profile).toBe('Standard User');
    const twice = await ada.send(await ada.open('/005/e'), {
      lastName: 'Turing',
      email: 'a@acme.example',
      username: 'alan@acme.example',
    });
    expect(twice.text).toContain("Username 'alan@acme.example' is already that of");
  });

  test('of somebody who is gone says so', async () => {
    const path = pageOf('vera');
    const page = await ada.open(path);
    await sf.world.image.removeRecord(sf.orgs[0]!, userNow('vera'));
    expect((await ada.press(page, 'Freeze')).status).toBe(404);
    expect((await ada.open(path)).text).toContain('Data Not Available');
  });
});

describe('personal pages', () => {
  test('Reset Security Token kills the old one and mails the new one, which no page shows', async () => {
    const { securityToken } = userNow('ada');
    const page = await ada.open('/lightning/settings/personal/ResetApiToken/home');
    const after = await ada.press(page, 'Reset Security Token');
    expect(after.text).toContain('Your new security token was mailed to ada@acme.example');
    const fresh = (await sf.outbox.last({ kind: 'security-token' }))?.code ?? '';
    expect(fresh).toMatch(/^[A-Za-z0-9]{24}$/);
    expect(after.html).not.toContain(fresh);
    await sf.world.image.change(sf.orgs[0]!, [
      {
        section: 'org',
        name: '',
        fields: { settings: { trustedIpRanges: [{ start: '10.0.0.1', end: '10.0.0.2' }] } },
        path: [],
      },
    ]);
    expect((await passwordLogIn(sf, 'ada', `correct-horse${securityToken}`)).status).toBe(400);
    expect((await passwordLogIn(sf, 'ada', `correct-horse${fresh}`)).status).toBe(200);
  });

  test.each([
    ['login IP ranges', { loginIpRanges: [{ start: '127.0.0.1', end: '127.0.0.1' }] }],
    ['Multi-Factor Authentication for API Logins', { twoFactorApi: true }],
  ])('there is none to reset for who has %s', async (words, fields) => {
    const page = await ada.open('/_ui/system/security/ResetApiTokenEdit');
    await sf.world.image.change(sf.orgs[0]!, [
      { section: 'profiles', name: 'System Administrator', fields, path: [] },
    ]);
    const after = await ada.press(page, 'Reset Security Token');
    expect(after.text).toContain("You can't reset your security token");
    expect(after.text).toContain(words);
    expect(await sf.outbox.messages()).toEqual([]);
  });

  test('Change My Password wants the current one and a good new one, and resets the security token', async () => {
    const form = await ada.open('/lightning/settings/personal/ChangePassword/home');
    const refused = await ada.send(form, {
      currentpassword: 'correct-horse',
      newpassword: 'short',
      confirmpassword: 'other',
    });
    expect(refused.text).toContain('Error: New Password: Your password must be at least 8 characters long.');
    expect(refused.text).toContain('Error: Verify New Password: the two new passwords are not the same');
    expect(refused.html).not.toContain('value="short"');
    const wrong = {
      currentpassword: 'nope',
      newpassword: 'another-horse-9',
      confirmpassword: 'another-horse-9',
    };
    expect((await ada.send(form, wrong)).text).toContain(
      'Error: Current Password: your current password is another one',
    );
    expect(userNow('ada').password).toBe('correct-horse');
    const done = await ada.send(form, { ...wrong, currentpassword: 'correct-horse' });
    expect(done.text).toContain('Your password was changed.');
    expect(userNow('ada').password).toBe('another-horse-9');
    expect(userNow('ada').securityToken).toBe((await sf.outbox.last({ kind: 'security-token' }))?.code);
    expect((await sf.outbox.messages()).map(({ kind }) => kind)).toEqual([
      'security-token',
      'password-changed',
    ]);
    expect(JSON.stringify(sf.journal.entries())).not.toContain('another-horse-9');
  });

  test('who guesses the current password is locked out', async () => {
    const form = await ada.open('/_ui/system/security/ChangePassword');
    const guess = (i: number) => ({
      currentpassword: `guess-${i}`,
      newpassword: 'another-horse-9',
      confirmpassword: 'another-horse-9',
    });
    for (let i = 0; i < 12; i++) await ada.send(form, guess(i));
    await ada.send(form, { ...guess(0), currentpassword: 'correct-horse' });
    expect(userNow('ada').password).toBe('correct-horse');
  });

  test('whether a new password is the current one is told to those alone who know it', async () => {
    const form = await ada.open('/_ui/system/security/ChangePassword');
    const password = 'correct-horse-9';
    await sf.world.image.change(sf.orgs[0]!, [
      { section: 'users', name: 'ada@acme.example', fields: { password }, path: [] },
    ]);
    const wanted = { newpassword: password, confirmpassword: password };
    const guessed = await ada.send(form, { ...wanted, currentpassword: 'nope' });
    expect(guessed.text).toContain('Error: Current Password: your current password is another one');
    expect(guessed.text).not.toContain('invalid repeated password');
    const known = await ada.send(form, { ...wanted, currentpassword: password });
    expect(known.text).toContain('Error: New Password: invalid repeated password');
  });

  test('need no permission; Advanced User Details revokes what one allowed oneself', async () => {
    const grace = await SetupVisitor.logIn(sf, 'grace@acme.example');
    const token = await tokenOf('grace');
    const page = await grace.open('/lightning/settings/personal/AdvancedUserDetails/home');
    expect(page.status).toBe(200);
    expect(page.text).toContain('grace@acme.example');
    await grace.press(page, 'Revoke Web Server');
    expect(await userInfo(sf, token)).toBe(403);
    expect((await grace.open('/lightning/settings/personal/PersonalInformation/home')).text).toContain(
      'Hopper',
    );
  });

  test("nobody revokes somebody else's approval", async () => {
    const token = await tokenOf('ada');
    const grace = await SetupVisitor.logIn(sf, 'grace@acme.example');
    await tokenOf('grace');
    const page = await grace.open('/lightning/settings/personal/AdvancedUserDetails/home');
    const [approval] = await sf.world.store.approvals.newest({ userId: userNow('ada').id }, 1);
    const { approvalId } = await import('../../src/tokens/approval-records.ts');
    const html = page.html.replace(
      /name="revoke" value="[^"]*"/,
      `name="revoke" value="${approvalId(approval!.row)}"`,
    );
    await grace.press({ html }, 'Revoke Web Server');
    expect(await userInfo(sf, token)).toMatchObject({ preferred_username: 'ada@acme.example' });
  });
});
