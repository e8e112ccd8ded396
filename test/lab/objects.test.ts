/** Custom objects of orgs that are made, changed, kept and restored at run time. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { lab } from './helpers.ts';

const OBJECTS = {
  Invoice__c: { fields: { Number__c: { type: 'Text', externalId: true } } },
} as const;

let sf: Fauxforce;
beforeAll(async () => {
  sf = await startFauxforce({ seed: { org: { name: 'Initech' }, objects: OBJECTS } });
});
afterAll(() => sf[Symbol.asyncDispose]());

const initech = () => `/orgs/${sf.orgs[0]?.id}`;

test('POST /orgs takes them with records, and no other org has them', async () => {
  const document = {
    org: { name: 'Vandelay' },
    objects: { Latex__c: { fields: { Grade__c: { type: 'Number', scale: 1 } } } },
    records: { Latex__c: [{ Name: 'Fine', Grade__c: 1.5 }] },
  };
  const { status, body } = await lab<{ org: { id: string } }>(sf, 'POST', '/orgs', document);
  expect(status).toBe(201);
  const ask = (soql: string) => `/records?org=${body.org.id}&q=${encodeURIComponent(soql)}`;
  expect(await lab(sf, 'GET', ask('SELECT Name, Grade__c FROM Latex__c'))).toEqual({
    status: 200,
    body: { totalSize: 1, records: [{ Name: 'Fine', Grade__c: 1.5 }] },
  });
  expect((await lab(sf, 'GET', ask('SELECT Id FROM Invoice__c'))).status).toBe(400);
  await lab(sf, 'DELETE', `/orgs/${body.org.id}`);
});

test('POST /orgs makes no org of objects that are wrong', async () => {
  const objects = { Latex__c: { fields: { Grade__c: { type: 'Lookup' } } } };
  expect(await lab(sf, 'POST', '/orgs', { org: { name: 'Wrong' }, objects })).toMatchObject({
    status: 400,
    body: {
      error:
        "objects.Latex__c.fields.Grade__c: field 'Latex__c.Grade__c': a Lookup needs referenceTo, the object that it leads to",
    },
  });
});

test('so does the kit', async () => {
  await using org = await sf.org({ objects: OBJECTS });
  await org.insert({ Invoice__c: [{ Number__c: '1' }] });
  expect(await org.records('SELECT Number__c FROM Invoice__c')).toEqual([{ Number__c: '1' }]);
});

test('PATCH adds objects and fields, and records stay', async () => {
  await sf.insert({ Invoice__c: [{ Number__c: '7' }] });
  const { status, body } = await lab<{ objects: Record<string, object> }>(sf, 'PATCH', initech(), {
    objects: {
      Invoice__c: {
        fields: { ...OBJECTS.Invoice__c.fields, Line__c: { type: 'Lookup', referenceTo: 'Line__c' } },
      },
      Line__c: { fields: {} },
    },
  });
  expect(status).toBe(200);
  expect(Object.keys(body.objects)).toEqual(['Invoice__c', 'Line__c']);
  expect(body.objects).toMatchObject({ Invoice__c: { keyPrefix: 'a00' }, Line__c: { keyPrefix: 'a01' } });
  expect(await sf.records('SELECT Number__c, Line__r.Name FROM Invoice__c')).toEqual([
    { Number__c: '7', Line__r: null },
  ]);
});

test.each([
  [
    { Invoice__c: { fields: { Number__c: { type: 'Number' } } } },
    "objects.Invoice__c.fields.Number__c: field 'Invoice__c.Number__c': is there already, and records may have values of it: give a new field another name",
  ],
  [
    { Invoice__c: null },
    "objects.Invoice__c: object 'Invoice__c': is there, and records may be in it: only fields can be added",
  ],
  [
    { Invoice__c: { label: 'Bill' } },
    "objects.Invoice__c.label: label of object 'Invoice__c': is there already, and only fields can be added",
  ],
  [
    { Invoice__c: { fields: { Of__c: { type: 'MasterDetail', referenceTo: 'Account' } } } },
    "objects.Invoice__c.fields.Of__c.type: type of field 'Invoice__c.Of__c': an object that is there cannot become the detail of another one: make it a Lookup",
  ],
  [
    { Invoice__c: { fields: { Of__c: { type: 'Lookup', referenceTo: 'Acme__c' } } } },
    "objects.Invoice__c.fields.Of__c.referenceTo: referenceTo of field 'Invoice__c.Of__c': the org has no object 'Acme__c': did you mean 'Line__c'?",
  ],
  [7, 'objects must be a mapping of API names to objects'],
])('PATCH of what would lose something is refused: %j', async (objects, error) => {
  expect(await lab(sf, 'PATCH', initech(), { objects })).toMatchObject({ status: 400, body: { error } });
});

test('a change of anything else leaves them as they are', async () => {
  const before = sf.world.orgs.org(sf.orgs[0]?.id ?? '')?.objects;
  await lab(sf, 'PATCH', initech(), { settings: { sessionTimeout: 60 } });
  expect(sf.world.orgs.org(sf.orgs[0]?.id ?? '')?.objects).toBe(before);
});

test('a snapshot has them, and brings them back', async () => {
  const snapshot = await sf.snapshot();
  await lab(sf, 'PATCH', initech(), { objects: { Later__c: {} } });
  await sf.restore(snapshot);
  await expect(sf.records('Later__c')).rejects.toThrow();
  expect(await sf.records('SELECT Number__c FROM Invoice__c')).toContainEqual({ Number__c: '7' });
});
