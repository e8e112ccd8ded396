/** The shipped objects, held to rest-data.md 10. */
import { describe, expect, test } from 'vitest';
import type { FieldDefinition } from '../../src/data/definition.ts';
import { SHIPPED_SCHEMA } from '../../src/data/schema.ts';
import { ORGANIZATION_FIELDS } from '../../src/org/organization-fields.ts';
import { USER_FIELDS } from '../../src/org/user-fields.ts';

const ADDRESS = 'Street City State PostalCode Country Latitude Longitude GeocodeAccuracy Address'.split(' ');
const SYSTEM = 'CreatedDate CreatedById LastModifiedDate LastModifiedById SystemModstamp';
const address = (prefix: string) => ADDRESS.map((part) => prefix + part).join(' ');

/** In describe order, as the wire facts list them. */
const FIELDS = {
  Account:
    `Id IsDeleted MasterRecordId Name Type ParentId ${address('Billing')} ${address('Shipping')} Phone Fax AccountNumber ` +
    'Website PhotoUrl Sic Industry AnnualRevenue NumberOfEmployees Ownership TickerSymbol Description Rating Site OwnerId ' +
    `${SYSTEM} LastActivityDate LastViewedDate LastReferencedDate Jigsaw JigsawCompanyId CleanStatus AccountSource ` +
    'DunsNumber Tradestyle NaicsCode NaicsDesc YearStarted SicDesc DandbCompanyId OperatingHoursId',
  Contact:
    `Id IsDeleted MasterRecordId AccountId LastName FirstName Salutation Name ${address('Other')} ${address('Mailing')} ` +
    'Phone Fax MobilePhone HomePhone OtherPhone AssistantPhone ReportsToId Email Title Department AssistantName LeadSource ' +
    `Birthdate Description OwnerId ${SYSTEM} LastActivityDate LastCURequestDate LastCUUpdateDate LastViewedDate ` +
    'LastReferencedDate EmailBouncedReason EmailBouncedDate IsEmailBounced PhotoUrl Jigsaw JigsawContactId CleanStatus IndividualId',
  Lead:
    `Id IsDeleted MasterRecordId LastName FirstName Salutation Name Title Company ${address('')} Phone MobilePhone Fax Email ` +
    'Website PhotoUrl Description LeadSource Status Industry Rating AnnualRevenue NumberOfEmployees OwnerId IsConverted ' +
    `ConvertedDate ConvertedAccountId ConvertedContactId ConvertedOpportunityId IsUnreadByOwner ${SYSTEM} LastActivityDate ` +
    'LastViewedDate LastReferencedDate Jigsaw JigsawContactId CleanStatus CompanyDunsNumber DandbCompanyId EmailBouncedReason ' +
    'EmailBouncedDate IndividualId',
  Opportunity:
    'Id IsDeleted AccountId IsPrivate Name Description StageName Amount Probability ExpectedRevenue TotalOpportunityQuantity ' +
    'CloseDate Type NextStep LeadSource IsClosed IsWon ForecastCategory ForecastCategoryName CampaignId HasOpportunityLineItem ' +
    `Pricebook2Id OwnerId ${SYSTEM} LastActivityDate LastStageChangeDate FiscalQuarter FiscalYear Fiscal ContactId ` +
    'LastViewedDate LastReferencedDate HasOpenActivity HasOverdueTask LastAmountChangedHistoryId LastCloseDateChangedHistoryId',
  Case:
    'Id IsDeleted MasterRecordId CaseNumber ContactId AccountId AssetId ParentId SuppliedName SuppliedEmail SuppliedPhone ' +
    'SuppliedCompany Type Status Reason Origin Subject Priority Description IsClosed ClosedDate IsEscalated OwnerId ' +
    `${SYSTEM} ContactPhone ContactMobile ContactEmail ContactFax Comments LastViewedDate LastReferencedDate`,
};

test.each(Object.entries(FIELDS))('%s has its fields in describe order', (object, fields) => {
  expect(names(object).join(' ')).toBe(fields);
});

test.each([
  ['User', USER_FIELDS],
  ['Organization', ORGANIZATION_FIELDS],
])('every field of %s has a value in the org, and every value a field', (object, fields) => {
  expect(names(object)).toEqual(fields.map(({ name }) => name));
});

describe('codes of the wire facts', () => {
  const codes: readonly [field: string, traits: Partial<FieldDefinition>][] = [
    ['Account.Name', { length: 255, isNillable: false, isNameField: true, isPermissionable: false }],
    ['Account.Description', { length: 32_000, isFilterable: false, isSortable: false, isGroupable: false }],
    ['Account.AnnualRevenue', { type: 'currency', precision: 18, scale: 0, isGroupable: false }],
    ['Account.CleanStatus', { isRestrictedPicklist: true, length: 40 }],
    ['Contact.Email', { type: 'email', length: 80, isIdLookup: true, isUnique: false, isExternalId: false }],
    ['Contact.Name', { isCreateable: false, isUpdateable: false, isNameField: true }],
    ['Lead.EmailBouncedDate', { isCreateable: false, isUpdateable: true }],
    ['Lead.IsConverted', { isCreateable: true, isUpdateable: false, isDefaultedOnCreate: true }],
    ['Opportunity.StageName', { isNillable: false, isRestrictedPicklist: false }],
    [
      'Case.CaseNumber',
      { autoNumber: { format: '{00000000}', first: 1_000 }, isIdLookup: true, isNameField: true, length: 30 },
    ],
    ['Task.CallType', { isRestrictedPicklist: true }],
    ['Task.WhoId', { referenceTo: ['Contact', 'Lead'], relationshipName: 'Who', label: 'Name ID' }],
    ['Account.CreatedDate', { isCreateable: false, isUpdateable: false, isPermissionable: false }],
    ['User.FederationIdentifier', { length: 512, label: 'SAML Federation ID' }],
  ];

  test.each(codes)('%s', (path, traits) => {
    const [object = '', field = ''] = path.split('.');
    expect(fieldOf(object, field)).toMatchObject(traits);
  });
});

test('children are what references of others lead to, sorted by object and field', () => {
  const children = SHIPPED_SCHEMA.object('account')?.childRelationships.filter(
    ({ relationshipName }) => relationshipName !== null,
  );
  expect(children).toEqual([
    { childObject: 'Account', field: 'ParentId', relationshipName: 'ChildAccounts', onDelete: 'clear' },
    { childObject: 'Case', field: 'AccountId', relationshipName: 'Cases', onDelete: 'restrict' },
    { childObject: 'Contact', field: 'AccountId', relationshipName: 'Contacts', onDelete: 'cascade' },
    { childObject: 'Event', field: 'WhatId', relationshipName: 'Events', onDelete: 'cascade' },
    {
      childObject: 'Opportunity',
      field: 'AccountId',
      relationshipName: 'Opportunities',
      onDelete: 'cascade',
    },
    { childObject: 'Task', field: 'WhatId', relationshipName: 'Tasks', onDelete: 'cascade' },
  ]);
});

test('an object that is not there is found by no name', () => {
  expect(SHIPPED_SCHEMA.object('Invoice__c')).toBeUndefined();
});

function names(object: string): string[] {
  return SHIPPED_SCHEMA.object(object)?.fields.map(({ name }) => name) ?? [];
}

function fieldOf(objectName: string, field: string): FieldDefinition | undefined {
  const object = SHIPPED_SCHEMA.object(objectName);
  return object && SHIPPED_SCHEMA.field(object, field);
}
