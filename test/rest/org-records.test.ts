/** Users and their permission sets as records: saving one is the lab's change of the org, with its effects on tokens. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { type Answer, app, send, user } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';

const V = '/services/data/v60.0';
const S = `${V}/sobjects`;
const ADA = '0055g000001Ada0AAC';
const GRACE = '0055g000001Gra0AAC';
const ORDERS = '0PS5g000004OrdAEAE';
const STANDARD = '00e5g000001StanAAC';

let sf: Fauxforce;
let tokens: Readonly<Record<string, string>>;
beforeAll(async () => {
  sf = await startFauxforce({
    seed: {
      org: { name: 'Acme' },
      profiles: [{ name: 'Standard User', id: STANDARD.slice(0, 15) }, { name: 'Sales' }],
      permissionSets: [
        { name: 'Orders', id: ORDERS.slice(0, 15), objectPermissions: { Task: ['read', 'viewAll'] } },
        { name: 'More' },
        { name: 'Assigner', assignPermissionSets: true },
      ],
      users: [
        { username: 'ada@acme.example', id: ADA, profile: 'System Administrator' },
        { username: 'grace@acme.example', id: GRACE },
        { username: 'robot@acme.example', profile: 'Minimum Access - API Only Integrations' },
        { username: 'assigner@acme.example', permissionSets: ['Assigner'] },
      ],
    },
  });
  sf.clock.freeze();
  sf.clock.set('2027-03-01T08:00:00Z');
  const all = Object.keys(sf.users).map(async (name) => [name, await tokenOf(name)] as const);
  tokens = Object.fromEntries(await Promise.all(all));
});
afterAll(() => sf[Symbol.asyncDispose]());

function tokenOf(name: string): Promise<string> {
  return accessTokenFor(sf, { app: app(sf, 'Integration'), user: user(sf, name), scopes: 'api' });
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

function call(method: Method, path: string, body?: unknown, as = 'ada'): Promise<Answer> {
  const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  return send(sf, path, {
    method,
    headers: { authorization: `Bearer ${tokens[as]}`, ...type },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const query = (soql: string, as?: string) =>
  call('GET', `${V}/query?q=${encodeURIComponent(soql)}`, undefined, as);

const NEW = {
  Username: 'joan@acme.example',
  LastName: 'Clarke',
  FirstName: 'Joan',
  Email: 'joan@example.com',
  Alias: 'jclar',
  TimeZoneSidKey: 'Europe/London',
  LocaleSidKey: 'en_GB',
  LanguageLocaleKey: 'en_US',
  EmailEncodingKey: 'UTF-8',
  ProfileId: STANDARD,
};

function refused(answer: Answer): [number, string] {
  return [answer.status, answer.body];
}

describe('a user', () => {
  test('is made, and is a user of the org', async () => {
    const { status, body, headers } = await call('POST', `${S}/User`, {
      ...NEW,
      City: 'London',
      Title: null,
    });
    expect(status).toBe(201);
    const { id } = JSON.parse(body);
    expect(body).toBe(`{"id":"${id}","success":true,"errors":[]}`);
    expect(headers.location).toBe(`${S}/User/${id}`);
    const org = sf.world.orgs.orgs[0]!;
    expect(org.users.at(-1)).toMatchObject({
      id,
      username: 'joan@acme.example',
      firstName: 'Joan',
      lastName: 'Clarke',
      email: 'joan@example.com',
      timezone: 'Europe/London',
      locale: 'en_GB',
      profile: 'Standard User',
      address: { city: 'London' },
      isActive: true,
      lastModified: '2027-03-01T08:00:00Z',
    });
    expect((await query("SELECT Name, Profile.Name FROM User WHERE Alias = 'jclar'")).body).toBe(
      `{"totalSize":1,"done":true,"records":[{"attributes":{"type":"User","url":"${S}/User/${id}"},"Name":"Joan Clarke","Profile":{"attributes":{"type":"Profile","url":"${S}/Profile/${STANDARD}"},"Name":"Standard User"}}]}`,
    );
  });

  test.each([
    [
      'without what it needs',
      { Username: 'x@acme.example', ProfileId: STANDARD },
      '[{"message":"Required fields are missing: [LastName, Email, Alias, TimeZoneSidKey, LocaleSidKey, EmailEncodingKey, LanguageLocaleKey]","errorCode":"REQUIRED_FIELD_MISSING","fields":["LastName","Email","Alias","TimeZoneSidKey","LocaleSidKey","EmailEncodingKey","LanguageLocaleKey"]}]',
    ],
    [
      "with somebody's username, in any case",
      { ...NEW, Username: 'GRACE@acme.example' },
      `[{"message":"Duplicate Username.<br>The username already exists in this or another Salesforce organization. Usernames must be unique across all Salesforce organizations. To resolve, use a different username (it doesn't need to match the user's email address). ","errorCode":"DUPLICATE_USERNAME","fields":["Username"]}]`,
    ],
    [
      'whose username is no address',
      { ...NEW, Username: 'joan' },
      '[{"message":"Username: invalid email address: joan","errorCode":"INVALID_EMAIL_ADDRESS","fields":["Username"]}]',
    ],
    [
      'in a time zone that is none',
      { ...NEW, Username: 'x@acme.example', TimeZoneSidKey: 'Mars/Olympus' },
      '[{"message":"Time Zone: bad value for restricted picklist field: Mars/Olympus","errorCode":"INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST","fields":["TimeZoneSidKey"]}]',
    ],
    [
      'of a profile that is not there',
      { ...NEW, Username: 'x@acme.example', ProfileId: '00e5g000001NoneAAE' },
      '[{"message":"insufficient access rights on cross-reference id: 00e5g000001None","errorCode":"INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY","fields":[]}]',
    ],
    [
      'of a profile that is a set',
      { ...NEW, Username: 'x@acme.example', ProfileId: ORDERS },
      `[{"message":"Profile ID: id value of incorrect type: ${ORDERS}","errorCode":"MALFORMED_ID","fields":["ProfileId"]}]`,
    ],
  ])('is refused %s', async (_, fields, body) => {
    expect(refused(await call('POST', `${S}/User`, fields))).toEqual([400, body]);
  });

  test('says what fauxforce does not keep, rather than to lose it', async () => {
    expect(refused(await call('PATCH', `${S}/User/${GRACE}`, { Title: 'Admiral' }))).toEqual([
      403,
      '[{"message":"fauxforce does not implement a value of User.Title; see docs/limits.md","errorCode":"FUNCTIONALITY_NOT_ENABLED"}]',
    ]);
  });

  test('is changed, by id and by username; who is no longer active has no token', async () => {
    expect(
      (await call('PATCH', `${S}/User/${GRACE}`, { LastName: 'Hopper', City: 'Arlington' })).status,
    ).toBe(204);
    expect((await call('PATCH', `${S}/User/Username/grace@acme.example`, { FirstName: 'Grace' })).body).toBe(
      `{"id":"${GRACE}","success":true,"errors":[],"created":false}`,
    );
    expect((await call('GET', `${S}/User/${GRACE}?fields=Name,City,LastModifiedDate`)).body).toBe(
      `{"attributes":{"type":"User","url":"${S}/User/${GRACE}"},"Name":"Grace Hopper","City":"Arlington","LastModifiedDate":"2027-03-01T08:00:00.000+0000","Id":"${GRACE}"}`,
    );
    expect((await query('SELECT Id FROM Account', 'grace')).status).toBe(200);
    expect((await call('PATCH', `${S}/User/${GRACE}`, { IsActive: false })).status).toBe(204);
    expect((await query('SELECT Id FROM Account', 'grace')).status).toBe(401);
    expect((await call('PATCH', `${S}/User/${GRACE}`, { IsActive: true })).status).toBe(204);
    tokens = { ...tokens, grace: await tokenOf('grace') };
  });

  test('that gets two names at once stays one', async () => {
    const made = await call('POST', `${S}/User`, { ...NEW, Username: 'one@acme.example', Alias: 'one' });
    const { id } = JSON.parse(made.body) as { id: string };
    const before = sf.world.orgs.orgs[0]!.users.map((own) => own.id);
    const changes = ['two', 'three', 'four'].map((name) => ({ Username: `${name}@acme.example` }));
    const changed = await Promise.all(changes.map((change) => call('PATCH', `${S}/User/${id}`, change)));
    expect(changed.map(({ status }) => status)).toEqual([204, 204, 204]);
    expect(sf.world.orgs.orgs[0]!.users.map((own) => own.id)).toEqual(before);
  });

  test('is made and changed by who may manage users, and deleted by nobody', async () => {
    expect(refused(await call('POST', `${S}/User`, NEW, 'grace'))).toEqual([
      400,
      '[{"message":"entity type cannot be inserted: User","errorCode":"CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY","fields":[]}]',
    ]);
    expect(refused(await call('PATCH', `${S}/User/${ADA}`, { LastName: 'x' }, 'grace'))).toEqual([
      400,
      '[{"message":"entity type cannot be updated: User","errorCode":"CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY","fields":[]}]',
    ]);
    expect((await call('DELETE', `${S}/User/${GRACE}`)).status).toBe(405);
    const { status, body } = await call('PATCH', `${S}/Profile/${STANDARD}`, {});
    expect([status, body]).toEqual([
      403,
      '[{"message":"fauxforce does not implement writing to Profile; see docs/limits.md","errorCode":"FUNCTIONALITY_NOT_ENABLED"}]',
    ]);
  });
});

describe('a permission set of a user', () => {
  const make = (fields: object, as?: string) => call('POST', `${S}/PermissionSetAssignment`, fields, as);
  const own = { AssigneeId: GRACE, PermissionSetId: ORDERS };

  test('counts as soon as it is assigned, until it ends or is taken away', async () => {
    const robot = sf.users.robot!.id;
    const tasks = 'SELECT Id FROM Task';
    expect((await query(tasks, 'robot')).status).toBe(400);
    const { status, body } = await make({ AssigneeId: robot, PermissionSetId: ORDERS });
    const { id } = JSON.parse(body);
    expect([status, body]).toEqual([201, `{"id":"${id}","success":true,"errors":[]}`]);
    expect((await query(tasks, 'robot')).status).toBe(200);
    const ending = { ExpirationDate: '2027-03-01T07:00:00Z' };
    expect((await call('PATCH', `${S}/PermissionSetAssignment/${id}`, ending)).status).toBe(204);
    expect((await query(tasks, 'robot')).status).toBe(400);
    expect(
      (await query(`SELECT IsActive, ExpirationDate FROM PermissionSetAssignment WHERE Id = '${id}'`)).body,
    ).toBe(
      `{"totalSize":1,"done":true,"records":[{"attributes":{"type":"PermissionSetAssignment","url":"${S}/PermissionSetAssignment/${id}"},"IsActive":false,"ExpirationDate":"2027-03-01T07:00:00.000+0000"}]}`,
    );
    expect((await call('PATCH', `${S}/PermissionSetAssignment/${id}`, { ExpirationDate: null })).status).toBe(
      204,
    );
    expect((await query(tasks, 'robot')).status).toBe(200);
    expect((await call('DELETE', `${S}/PermissionSetAssignment/${id}`)).status).toBe(204);
    expect((await query(tasks, 'robot')).status).toBe(400);
    expect(refused(await call('DELETE', `${S}/PermissionSetAssignment/${id}`))).toEqual([
      400,
      `[{"message":"malformed id ${id}","errorCode":"MALFORMED_ID","fields":[]}]`,
    ]);
  });

  test('is refused twice, for nobody, of no set, and to who may not assign', async () => {
    expect((await make(own)).status).toBe(201);
    expect(refused(await make(own))).toEqual([
      400,
      `[{"message":"Duplicate PermissionSetAssignment. Assignee: ${GRACE.slice(0, 15)}, Permission Set: ${ORDERS.slice(0, 15)}","errorCode":"DUPLICATE_VALUE","fields":[]}]`,
    ]);
    expect(refused(await make({ PermissionSetId: ORDERS }))).toEqual([
      400,
      '[{"message":"Required fields are missing: [AssigneeId]","errorCode":"REQUIRED_FIELD_MISSING","fields":["AssigneeId"]}]',
    ]);
    expect(refused(await make({ AssigneeId: GRACE }))).toEqual([
      400,
      '[{"message":"Required fields are missing: [PermissionSetId]","errorCode":"REQUIRED_FIELD_MISSING","fields":["PermissionSetId"]}]',
    ]);
    expect(refused(await make({ ...own, AssigneeId: '0055g000001NonyAAA' }))).toEqual([
      400,
      '[{"message":"insufficient access rights on cross-reference id: 0055g000001Nony","errorCode":"INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY","fields":[]}]',
    ]);
    expect(refused(await make(own, 'grace'))).toEqual([
      400,
      '[{"message":"entity type cannot be inserted: Permission Set Assignment","errorCode":"CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY","fields":[]}]',
    ]);
    expect((await make({ ...own, AssigneeId: ADA }, 'assigner')).status).toBe(201);
  });

  test('two at once are both there, and change nothing that is not theirs', async () => {
    const assigner = sf.users.assigner!.id;
    const sets = sf.world.orgs.orgs[0]!.permissionSets.filter(({ name }) => name !== 'Assigner');
    const made = await Promise.all(sets.map(({ id }) => make({ AssigneeId: assigner, PermissionSetId: id })));
    expect(made.map(({ status }) => status)).toEqual([201, 201]);
    const { permissionSets } = sf.world.orgs.userByUsername('assigner@acme.example')!.user;
    expect([...permissionSets].sort()).toEqual(['Assigner', 'More', 'Orders']);
    const kept = (await call('PATCH', `${S}/User/${assigner}`, { Alias: 'assi' })).status;
    expect([kept, sf.world.orgs.userByUsername('assigner@acme.example')!.user.permissionSets.length]).toEqual(
      [204, 3],
    );
  });
});

describe('several in one call', () => {
  const user = (name: string) => ({
    attributes: { type: 'User' },
    ...NEW,
    Username: `${name}@acme.example`,
    Alias: name,
  });

  test('a composite request makes a user and assigns to them', async () => {
    const { body } = await call('POST', `${V}/composite`, {
      compositeRequest: [
        {
          method: 'POST',
          url: `${S}/User`,
          referenceId: 'u',
          body: { ...NEW, Username: 'comp@acme.example' },
        },
        {
          method: 'POST',
          url: `${S}/PermissionSetAssignment`,
          referenceId: 'p',
          body: { AssigneeId: '@{u.id}', PermissionSetId: ORDERS },
        },
        { method: 'GET', url: `${S}/User/@{u.id}?fields=Alias`, referenceId: 'g' },
      ],
    });
    expect(
      JSON.parse(body).compositeResponse.map((own: { httpStatusCode: number }) => own.httpStatusCode),
    ).toEqual([201, 201, 200]);
    expect(sf.world.orgs.userByUsername('comp@acme.example')?.user.permissionSets).toEqual(['Orders']);
  });

  test('a collection makes those that can be made; all or none is refused, and makes none', async () => {
    const collection = (allOrNone: boolean, ...records: object[]) =>
      call('POST', `${V}/composite/sobjects`, { allOrNone, records });
    const { body } = await collection(false, user('one'), user('ada'));
    const [one, ada] = JSON.parse(body);
    expect(one).toMatchObject({ success: true, errors: [] });
    expect(ada).toMatchObject({ success: false, errors: [{ statusCode: 'DUPLICATE_USERNAME' }] });
    const none = await collection(true, user('two'), user('three'));
    expect(refused(none)).toEqual([
      403,
      '[{"message":"fauxforce does not implement saving users or assignments together with others, all or none; see docs/limits.md","errorCode":"FUNCTIONALITY_NOT_ENABLED"}]',
    ]);
    const whole = await call('POST', `${V}/composite`, {
      allOrNone: true,
      compositeRequest: [
        {
          method: 'POST',
          url: `${S}/User`,
          referenceId: 'u',
          body: { ...NEW, Username: 'two@acme.example' },
        },
      ],
    });
    expect(whole.body).toContain('FUNCTIONALITY_NOT_ENABLED');
    expect(sf.world.orgs.userByUsername('two@acme.example')).toBeUndefined();
  });

  const update = (...records: object[]) =>
    call('PATCH', `${V}/composite/sobjects`, { allOrNone: false, records });
  const statuses = (body: string) =>
    JSON.parse(body).map(({ success, errors }: { success: boolean; errors: { statusCode: string }[] }) =>
      success ? 'saved' : errors[0]?.statusCode,
    );
  const idOf = (name: string) => sf.world.orgs.userByUsername(`${name}@acme.example`)?.user.id;

  test('what is wrong with one of many is said of that one, and the others are saved', async () => {
    const records = [
      user('many1'),
      { ...user('many2'), TimeZoneSidKey: 'Mars/Olympus' },
      user('many3'),
      user('many3'),
      { ...user('many4'), TimeZoneSidKey: 'Nowhere' },
      user('many5'),
    ];
    const { body } = await call('POST', `${V}/composite/sobjects`, { allOrNone: false, records });
    const PICKLIST = 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST';
    expect(statuses(body)).toEqual(['saved', PICKLIST, 'saved', 'DUPLICATE_USERNAME', PICKLIST, 'saved']);
    const ids = JSON.parse(body).map(({ id }: { id?: string }) => id);
    expect([ids[0], ids[2], ids[5]]).toEqual([idOf('many1'), idOf('many3'), idOf('many5')]);
    expect(JSON.parse(body)[1].errors[0].message).toBe(
      'Time Zone: bad value for restricted picklist field: Mars/Olympus',
    );
  });

  test('a username that another of the call gives up can be taken', async () => {
    const given = (id: string | undefined, name: string) => ({
      attributes: { type: 'User' },
      id,
      Username: `${name}@acme.example`,
    });
    const [first, third] = [idOf('many1'), idOf('many3')];
    const { body } = await update(given(third, 'many1'), given(first, 'moved'));
    expect(statuses(body)).toEqual(['saved', 'saved']);
    expect([idOf('many1'), idOf('moved'), idOf('many3')]).toEqual([third, first, undefined]);
  });

  test('two hundred are one change of the org, as are assignments to them', async () => {
    const change = vi.spyOn(sf.world.image, 'change');
    onTestFinished(() => change.mockRestore());
    const names = Array.from({ length: 200 }, (_, number) => `crowd${number}`);
    const made = await call('POST', `${V}/composite/sobjects`, {
      allOrNone: false,
      records: names.map((name) => ({ ...user(name), Alias: 'crowd' })),
    });
    expect(new Set(statuses(made.body))).toEqual(new Set(['saved']));
    expect(change).toHaveBeenCalledTimes(1);
    const assigned = await call('POST', `${V}/composite/sobjects`, {
      allOrNone: false,
      records: names.map((name) => ({
        attributes: { type: 'PermissionSetAssignment' },
        AssigneeId: idOf(name),
        PermissionSetId: ORDERS,
      })),
    });
    expect(new Set(statuses(assigned.body))).toEqual(new Set(['saved']));
    expect(change).toHaveBeenCalledTimes(2);
    const { users } = sf.world.orgs.orgs[0]!;
    expect(users.filter(({ permissionSets }) => permissionSets.includes('Orders')).length).toBeGreaterThan(
      199,
    );
    expect(new Set(users.map(({ id }) => id)).size).toBe(users.length);
  });

  test('two assignments to one user in a call are both there', async () => {
    const assignment = (PermissionSetId: string | undefined) => ({
      attributes: { type: 'PermissionSetAssignment' },
      AssigneeId: idOf('many5'),
      PermissionSetId,
    });
    const more = sf.world.orgs.orgs[0]!.permissionSets.find(({ name }) => name === 'More')?.id;
    const { body } = await call('POST', `${V}/composite/sobjects`, {
      allOrNone: false,
      records: [assignment(ORDERS), assignment(more), assignment(ORDERS)],
    });
    expect(statuses(body)).toEqual(['saved', 'saved', 'DUPLICATE_VALUE']);
    expect(sf.world.orgs.userByUsername('many5@acme.example')?.user.permissionSets).toEqual([
      'Orders',
      'More',
    ]);
  });
});
