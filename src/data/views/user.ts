/** The User object: fields in describe order, the parts that a seed cannot say at Salesforce's defaults. */
import { USER_FIELDS } from '../../org/user-fields.ts';
import { type ObjectType, readFields } from './object.ts';

export const userObject: ObjectType = {
  name: 'User',
  keyPrefix: '005',
  fields: USER_FIELDS,
  records: ({ host, org }) => org.users.map((user) => readFields(USER_FIELDS, { host, org, user })),
};
