/** Fields of the User record: in describe order, the parts that a seed cannot say at the defaults of Salesforce. */

import { instanceUrl } from './hosts.ts';
import type { User } from './model.ts';
import { addressValue, type Field, type OrgSource, restDatetime } from './record-fields.ts';
import { profileOf } from './session.ts';

export interface UserSource extends OrgSource {
  readonly user: User;
}

/** `STANDARD` of the identity URL is `Standard` in a record. */
export const USER_TYPE: Record<User['userType'], string> = {
  STANDARD: 'Standard',
  POWER_PARTNER: 'PowerPartner',
  POWER_CUSTOMER_SUCCESS: 'PowerCustomerSuccess',
  CUSTOMER_SUCCESS: 'CustomerSuccess',
  CSP_LITE_PORTAL: 'CspLitePortal',
};

export const USER_FIELDS: readonly Field<UserSource>[] = [
  { name: 'Id', type: 'Id', value: ({ user }) => user.id },
  { name: 'Username', type: 'String', value: ({ user }) => user.username },
  { name: 'LastName', type: 'String', value: ({ user }) => user.lastName },
  { name: 'FirstName', type: 'String', value: ({ user }) => user.firstName ?? null },
  {
    name: 'Name',
    type: 'String',
    value: ({ user }) => [user.firstName, user.lastName].filter(Boolean).join(' '),
  },
  { name: 'CompanyName', type: 'String', value: ({ org }) => org.name },
  { name: 'Division', type: 'String', value: () => null },
  { name: 'Department', type: 'String', value: () => null },
  { name: 'Title', type: 'String', value: () => null },
  { name: 'Street', type: 'String', value: ({ user }) => user.address.street ?? null },
  { name: 'City', type: 'String', value: ({ user }) => user.address.city ?? null },
  { name: 'State', type: 'String', value: ({ user }) => user.address.state ?? null },
  { name: 'PostalCode', type: 'String', value: ({ user }) => user.address.postalCode ?? null },
  { name: 'Country', type: 'String', value: ({ user }) => user.address.country ?? null },
  { name: 'Latitude', type: 'Double', value: () => null },
  { name: 'Longitude', type: 'Double', value: () => null },
  { name: 'GeocodeAccuracy', type: 'String', value: () => null },
  { name: 'Address', type: 'Address', value: ({ user }) => addressValue(user.address) },
  { name: 'Email', type: 'String', value: ({ user }) => user.email },
  { name: 'Phone', type: 'String', value: () => null },
  { name: 'Fax', type: 'String', value: () => null },
  { name: 'MobilePhone', type: 'String', value: ({ user }) => user.phone ?? null },
  { name: 'Alias', type: 'String', value: ({ user }) => user.alias },
  { name: 'CommunityNickname', type: 'String', value: ({ user }) => user.nickname },
  { name: 'IsActive', type: 'Boolean', value: ({ user }) => user.isActive },
  { name: 'TimeZoneSidKey', type: 'String', value: ({ user }) => user.timezone },
  { name: 'UserRoleId', type: 'Id', value: () => null },
  { name: 'LocaleSidKey', type: 'String', value: ({ user }) => user.locale },
  { name: 'ReceivesInfoEmails', type: 'Boolean', value: () => false },
  { name: 'ReceivesAdminInfoEmails', type: 'Boolean', value: () => false },
  { name: 'EmailEncodingKey', type: 'String', value: () => 'UTF-8' },
  { name: 'ProfileId', type: 'Id', value: ({ org, user }) => profileOf({ org, user })?.id ?? null },
  { name: 'UserType', type: 'String', value: ({ user }) => USER_TYPE[user.userType] },
  { name: 'LanguageLocaleKey', type: 'String', value: ({ user }) => user.language },
  { name: 'EmployeeNumber', type: 'String', value: () => null },
  { name: 'ManagerId', type: 'Id', value: () => null },
  { name: 'LastLoginDate', type: 'Datetime', value: () => null },
  { name: 'CreatedDate', type: 'Datetime', value: ({ user }) => restDatetime(user.lastModified) },
  { name: 'CreatedById', type: 'Id', value: ({ org }) => org.users[0]?.id ?? null },
  { name: 'LastModifiedDate', type: 'Datetime', value: ({ user }) => restDatetime(user.lastModified) },
  { name: 'LastModifiedById', type: 'Id', value: ({ org }) => org.users[0]?.id ?? null },
  { name: 'SystemModstamp', type: 'Datetime', value: ({ user }) => restDatetime(user.lastModified) },
  { name: 'ContactId', type: 'Id', value: () => null },
  { name: 'AccountId', type: 'Id', value: () => null },
  { name: 'FederationIdentifier', type: 'String', value: ({ user }) => user.federationId ?? null },
  { name: 'AboutMe', type: 'String', value: () => null },
  { name: 'FullPhotoUrl', type: 'String', value: ({ host, org }) => photo(instanceUrl(host, org), 'F') },
  { name: 'SmallPhotoUrl', type: 'String', value: ({ host, org }) => photo(instanceUrl(host, org), 'T') },
];

function photo(origin: string, size: 'F' | 'T'): string {
  return `${origin}/profilephoto/005/${size}`;
}
