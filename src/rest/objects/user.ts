/** The User object: fields in describe order, the parts that a seed cannot say at Salesforce's defaults. */
import { USER_FIELDS } from '../../org/user-fields.ts';
import { type ObjectType, readFields } from './object.ts';

export const userObject: ObjectType = {
  name: 'User',
  label: 'User',
  labelPlural: 'Users',
  keyPrefix: '005',
  capabilities: new Set([
    'createable',
    'feedEnabled',
    'layoutable',
    'mruEnabled',
    'replicateable',
    'retrieveable',
    'searchable',
    'triggerable',
    'updateable',
  ]),
  urls: {
    compactLayouts: '/describe/compactLayouts',
    rowTemplate: '/{ID}',
    namedLayouts: '/describe/namedLayouts/{LayoutName}',
    passwordUtilities: '/{ID}/password',
    describe: '/describe',
    quickActions: '/quickActions',
    layouts: '/describe/layouts',
    sobject: '',
  },
  fields: USER_FIELDS,
  records: ({ host, org }) => org.users.map((user) => readFields(USER_FIELDS, { host, org, user })),
};
