/** The Organization object: exactly one record. Fields and order as recorded in 2022 (identity-and-resources.md 10.3). */
import { ORGANIZATION_FIELDS } from '../../org/organization-fields.ts';
import { type ObjectType, readFields } from './object.ts';

export const organizationObject: ObjectType = {
  name: 'Organization',
  label: 'Organization',
  labelPlural: 'Organizations',
  keyPrefix: '00D',
  capabilities: new Set(['replicateable', 'retrieveable', 'updateable']),
  urls: { rowTemplate: '/{ID}', describe: '/describe', sobject: '' },
  fields: ORGANIZATION_FIELDS,
  records: (source) => [readFields(ORGANIZATION_FIELDS, source)],
};
