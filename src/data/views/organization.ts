/** The Organization object: exactly one record. Fields and order as recorded in 2022 (identity-and-resources.md 10.3). */
import { ORGANIZATION_FIELDS } from '../../org/organization-fields.ts';
import { type ObjectType, readFields } from './object.ts';

export const organizationObject: ObjectType = {
  name: 'Organization',
  keyPrefix: '00D',
  fields: ORGANIZATION_FIELDS,
  records: (source) => [readFields(ORGANIZATION_FIELDS, source)],
};
