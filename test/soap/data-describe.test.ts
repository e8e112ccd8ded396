/** describeSObject and describeSObjects, in the members that the version called has (soap-data.md 6). */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fauxforce, startFauxforce } from '../../src/testing/index.ts';
import { expectRow } from '../rows/expect-row.ts';
import { answerOf, type Client, client, fault, queryFault, session } from './helpers.ts';

let sf: Fauxforce;
let soap: Client;
beforeAll(async () => {
  sf = await startFauxforce();
  soap = client(sf, await session(sf));
});
afterAll(() => sf[Symbol.asyncDispose]());

const one = (name: string) => `<describeSObject><sObjectType>${name}</sObjectType></describeSObject>`;

/** Names of the children of an element, each once, in their order. */
function membersOf(content: string): string[] {
  const names: string[] = [];
  let depth = 0;
  for (const [tag, end = '', name = '', , empty = ''] of content.matchAll(/<(\/?)(\w+)([^>]*?)(\/?)>/g)) {
    if (tag === '') continue;
    if (end) depth -= 1;
    else {
      if (depth === 0 && names.at(-1) !== name) names.push(name);
      if (!empty) depth += 1;
    }
  }
  return names;
}

const resultIn = (body: string) => /<result>(.*?)<\/result>/s.exec(body)?.[1] ?? '';
const fieldIn = (body: string, name: string) =>
  [...body.matchAll(/<fields>(.*?)<\/fields>/gs)]
    .map(([, content = '']) => content)
    .find((content) => content.includes(`<name>${name}</name>`)) ?? '';

/** A whole answer; in its file every tag is on a line of its own. */
const described = (name: string) =>
  readFileSync(new URL(`described/${name}.xml`, import.meta.url), 'utf8')
    .trimEnd()
    .replaceAll('>\n<', '><')
    .replaceAll('https://origin', sf.url);

describe('whole answers', () => {
  it('describe all objects, to a version that knows all members and to the oldest', async () => {
    expectRow(
      ['soap-data 5/describe', 'soap-data 6/global', 'soap-data 6/missing-label'],
      await soap.at(66, '<describeGlobal/>'),
      200,
      described('global-66'),
    );
    expectRow(
      'soap-data 6/version-global',
      await soap.at(31, '<describeGlobal/>'),
      200,
      described('global-31'),
    );
  });

  it('describe one object, whatever kinds of fields it has', async () => {
    expectRow(
      [
        'soap-data 5/describe',
        'soap-data 6/describe',
        'soap-data 6/field',
        'soap-data 6/urls',
        'soap-data 6/lists',
        'soap-data 6/optional',
        'soap-data 6/soap-type',
        'soap-data 6/default-value',
        'soap-data 6/types',
      ],
      await soap.at(66, one('Lead')),
      200,
      described('lead-66'),
    );
    expectRow(
      'soap-data 6/describe',
      await soap.at(66, one('PermissionSetAssignment')),
      200,
      described('permission-set-assignment-66'),
    );
    expectRow(
      ['soap-data 6/version-object', 'soap-data 6/version-field', 'soap-data 6/version-others'],
      await soap.at(31, one('PermissionSetAssignment')),
      200,
      described('permission-set-assignment-31'),
    );
  });
});

describe('describeSObject', () => {
  it('has the members of the WSDL in their order', async () => {
    const { status, body } = await soap.at(66, one('account'));
    expect(status).toBe(200);
    expect(membersOf(resultIn(body)).join(' ')).toBe(
      'activateable associateEntityType associateParentEntity childRelationships compactLayoutable createable custom customSetting deepCloneable defaultImplementation deletable deprecatedAndHidden feedEnabled fields hasSubtypes idEnabled implementedBy implementsInterfaces isInterface isSubtype keyPrefix label labelPlural layoutable mergeable mruEnabled name networkScopeFieldName queryable replicateable retrieveable searchLayoutable searchable supportedScopes triggerable undeletable updateable urlDetail urlEdit urlNew',
    );
    expect(body).toContain(
      `<updateable>true</updateable><urlDetail>${sf.url}/{ID}</urlDetail><urlEdit>${sf.url}/{ID}/e</urlEdit><urlNew>${sf.url}/001/e</urlNew></result></describeSObjectResponse>`,
    );
    expect(body).toContain(
      '<supportedScopes><label>All accounts</label><name>everything</name></supportedScopes><supportedScopes><label>My accounts</label><name>mine</name></supportedScopes>',
    );
  });

  it('has no member that is younger than the version called', async () => {
    const { body } = await soap.at(31, one('Account'));
    expect(membersOf(resultIn(body)).join(' ')).toBe(
      'activateable childRelationships compactLayoutable createable custom customSetting deletable deprecatedAndHidden feedEnabled fields keyPrefix label labelPlural layoutable mergeable name queryable replicateable retrieveable searchLayoutable searchable triggerable undeletable updateable urlDetail urlEdit urlNew',
    );
    expect(membersOf(fieldIn(body, 'ParentId')).join(' ')).toBe(
      'autoNumber byteLength calculated caseSensitive createable custom defaultedOnCreate deprecatedAndHidden digits filterable groupable idLookup label length name nameField nillable permissionable precision queryByDistance referenceTo relationshipName restrictedPicklist scale soapType sortable type unique updateable',
    );
  });

  it('says of a field what is true of it', async () => {
    const { body } = await soap.at(66, one('Contact'));
    expect(fieldIn(body, 'AccountId')).toBe(
      '<aggregatable>true</aggregatable><aiPredictionField>false</aiPredictionField><autoNumber>false</autoNumber><byteLength>18</byteLength><calculated>false</calculated><caseSensitive>false</caseSensitive><createable>true</createable><custom>false</custom><defaultedOnCreate>false</defaultedOnCreate><deprecatedAndHidden>false</deprecatedAndHidden><digits>0</digits><filterable>true</filterable><groupable>true</groupable><idLookup>false</idLookup><label>Account ID</label><length>18</length><name>AccountId</name><nameField>false</nameField><nillable>true</nillable><permissionable>true</permissionable><polymorphicForeignKey>false</polymorphicForeignKey><precision>0</precision><queryByDistance>false</queryByDistance><referenceTo>Account</referenceTo><relationshipName>Account</relationshipName><restrictedPicklist>false</restrictedPicklist><scale>0</scale><searchPrefilterable>true</searchPrefilterable><soapType>tns:ID</soapType><sortable>true</sortable><type>reference</type><unique>false</unique><updateable>true</updateable>',
    );
    const cleanStatus = fieldIn(body, 'CleanStatus');
    expect(cleanStatus).toContain(
      '<picklistValues><active>true</active><defaultValue>false</defaultValue><label>Acknowledged</label><value>',
    );
    expect(cleanStatus).not.toContain('validFor');
  });

  it('says the type of a default value, which may be of any', async () => {
    const { body } = await soap.at(66, one('Lead'));
    expect(fieldIn(body, 'IsUnreadByOwner')).toContain(
      '<defaultValue xsi:type="xsd:boolean">true</defaultValue><defaultedOnCreate>',
    );
    expect(body).toContain('xmlns:xsd="http://www.w3.org/2001/XMLSchema"');
  });

  it('says of children what leads to them', async () => {
    const { body } = await soap.at(66, one('Account'));
    expect(body).toContain(
      '<childRelationships><cascadeDelete>true</cascadeDelete><childSObject>Contact</childSObject><deprecatedAndHidden>false</deprecatedAndHidden><field>AccountId</field><relationshipName>Contacts</relationshipName></childRelationships>',
    );
    expect(body).toContain(
      '<childSObject>Case</childSObject><deprecatedAndHidden>false</deprecatedAndHidden><field>AccountId</field><relationshipName>Cases</relationshipName><restrictedDelete>true</restrictedDelete>',
    );
  });

  it('of an object without pages has no URLs of them', async () => {
    const { body } = await soap.partner(one('LoginHistory'));
    expect(body).toContain('<urlDetail xsi:nil="true"/><urlEdit xsi:nil="true"/><urlNew xsi:nil="true"/>');
  });

  it.each(['Favourite', ''])('refuses the object %s', async (name) => {
    expectRow(
      'soap-data 6/unknown-object',
      await soap.partner(one(name)),
      500,
      queryFault(
        'InvalidSObjectFault',
        'INVALID_TYPE',
        `sObject type &apos;${name}&apos; is not supported. If you are attempting to use a custom object, be sure to append the &apos;__c&apos; after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
      ),
    );
  });
});

describe('describeSObjects', () => {
  const several = (...names: string[]) =>
    `<describeSObjects>${names.map((name) => `<sObjectType>${name}</sObjectType>`).join('')}</describeSObjects>`;

  it('answers a result for each, in their order, as describeSObject does', async () => {
    const { body } = await soap.partner(several('Contact', 'Account'));
    const [contact, account] = [await soap.partner(one('Contact')), await soap.partner(one('Account'))];
    expect(body).toBe(
      answerOf(
        `<describeSObjectsResponse><result>${resultIn(contact.body)}</result><result>${resultIn(account.body)}</result></describeSObjectsResponse>`,
        ['xsi'],
      ),
    );
    expect((await soap.partner(several())).body).toBe(answerOf('<describeSObjectsResponse/>', []));
  });

  it('takes 100 and no more', async () => {
    expect((await soap.partner(several(...Array.from({ length: 101 }, () => 'Account')))).body).toBe(
      fault(
        'sf:EXCEEDED_ID_LIMIT',
        'UnexpectedErrorFault',
        'EXCEEDED_ID_LIMIT',
        'record limit reached. cannot submit more than 100 records into this call',
      ),
    );
  });
});
