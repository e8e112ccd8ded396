/** Fields of the Organization record: order and values as recorded in 2022 (identity-and-resources.md 10.3). */

import { instanceNameOf } from './hosts.ts';
import type { Org, OrgType } from './model.ts';
import { addressValue, type Field, type OrgSource, restDatetime } from './record-fields.ts';

const EDITION: Record<OrgType, string> = {
  production: 'Enterprise Edition',
  developer: 'Developer Edition',
  sandbox: 'Enterprise Edition',
  scratch: 'Developer Edition',
};

/** Clients tell a scratch org by this date being there; this one never comes. */
const SCRATCH_EXPIRATION = '2099-12-31T00:00:00.000+0000';

export const ORGANIZATION_FIELDS: readonly Field<OrgSource>[] = [
  { name: 'Id', type: 'Id', value: ({ org }) => org.id },
  { name: 'Name', type: 'String', value: ({ org }) => org.name },
  { name: 'Division', type: 'String', value: () => null },
  { name: 'Street', type: 'String', value: () => null },
  { name: 'City', type: 'String', value: () => null },
  { name: 'State', type: 'String', value: () => null },
  { name: 'PostalCode', type: 'String', value: () => null },
  { name: 'Country', type: 'String', value: () => 'US' },
  { name: 'Latitude', type: 'Double', value: () => null },
  { name: 'Longitude', type: 'Double', value: () => null },
  { name: 'GeocodeAccuracy', type: 'String', value: () => null },
  { name: 'Address', type: 'Address', value: () => addressValue({ country: 'US' }) },
  { name: 'Phone', type: 'String', value: () => null },
  { name: 'Fax', type: 'String', value: () => null },
  { name: 'PrimaryContact', type: 'String', value: ({ org }) => primaryContact(org) },
  { name: 'DefaultLocaleSidKey', type: 'String', value: () => 'en_US' },
  { name: 'TimeZoneSidKey', type: 'String', value: ({ org }) => org.settings.timezone },
  { name: 'LanguageLocaleKey', type: 'String', value: () => 'en_US' },
  { name: 'ReceivesInfoEmails', type: 'Boolean', value: () => true },
  { name: 'ReceivesAdminInfoEmails', type: 'Boolean', value: () => true },
  { name: 'PreferencesRequireOpportunityProducts', type: 'Boolean', value: () => false },
  { name: 'PreferencesTransactionSecurityPolicy', type: 'Boolean', value: () => false },
  { name: 'PreferencesTerminateOldestSession', type: 'Boolean', value: () => false },
  { name: 'PreferencesConsentManagementEnabled', type: 'Boolean', value: () => true },
  { name: 'PreferencesAutoSelectIndividualOnMerge', type: 'Boolean', value: () => false },
  { name: 'PreferencesLightningLoginEnabled', type: 'Boolean', value: () => true },
  { name: 'PreferencesOnlyLLPermUserAllowed', type: 'Boolean', value: () => false },
  { name: 'FiscalYearStartMonth', type: 'Integer', value: () => 1 },
  { name: 'UsesStartDateAsFiscalYearName', type: 'Boolean', value: () => false },
  { name: 'DefaultAccountAccess', type: 'String', value: () => 'Edit' },
  { name: 'DefaultContactAccess', type: 'String', value: () => 'ControlledByParent' },
  { name: 'DefaultOpportunityAccess', type: 'String', value: () => 'Edit' },
  { name: 'DefaultLeadAccess', type: 'String', value: () => 'ReadEditTransfer' },
  { name: 'DefaultCaseAccess', type: 'String', value: () => 'ReadEditTransfer' },
  { name: 'DefaultCalendarAccess', type: 'String', value: () => 'HideDetailsInsert' },
  { name: 'DefaultPricebookAccess', type: 'String', value: () => 'ReadSelect' },
  { name: 'DefaultCampaignAccess', type: 'String', value: () => 'All' },
  { name: 'DelegatedAuthenticationServiceUrl', type: 'String', value: () => null },
  { name: 'SystemModstamp', type: 'Datetime', value: ({ org }) => since(org) },
  { name: 'ComplianceBccEmail', type: 'String', value: () => null },
  { name: 'UiSkin', type: 'String', value: () => 'Theme3' },
  { name: 'SignupCountryIsoCode', type: 'String', value: () => 'US' },
  {
    name: 'TrialExpirationDate',
    type: 'Datetime',
    value: ({ org }) => (org.type === 'scratch' ? SCRATCH_EXPIRATION : null),
  },
  { name: 'NumKnowledgeService', type: 'Integer', value: () => 2 },
  { name: 'OrganizationType', type: 'String', value: ({ org }) => EDITION[org.type] },
  { name: 'NamespacePrefix', type: 'String', value: () => null },
  { name: 'InstanceName', type: 'String', value: ({ org }) => instanceNameOf(org) },
  { name: 'IsSandbox', type: 'Boolean', value: ({ org }) => isSandbox(org) },
  { name: 'WebToCaseDefaultOrigin', type: 'String', value: () => 'Web' },
  { name: 'MonthlyPageViewsUsed', type: 'Integer', value: () => 0 },
  { name: 'MonthlyPageViewsEntitlement', type: 'Integer', value: () => 0 },
  { name: 'IsReadOnly', type: 'Boolean', value: () => false },
  { name: 'CreatedDate', type: 'Datetime', value: ({ org }) => since(org) },
  { name: 'CreatedById', type: 'Id', value: ({ org }) => org.users[0]?.id ?? null },
  { name: 'LastModifiedDate', type: 'Datetime', value: ({ org }) => since(org) },
  { name: 'LastModifiedById', type: 'Id', value: ({ org }) => org.users[0]?.id ?? null },
];

/** Scratch orgs count as sandboxes too. */
function isSandbox(org: Org): boolean {
  return org.type === 'sandbox' || org.type === 'scratch';
}

/** An org has no date of its own in a seed; its first user came with it. */
function since(org: Org): string | null {
  const [first] = org.users;
  return first ? restDatetime(first.lastModified) : null;
}

function primaryContact(org: Org): string | null {
  const [first] = org.users;
  return first ? [first.firstName, first.lastName].filter(Boolean).join(' ') : null;
}
