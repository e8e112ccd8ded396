/** The User object: fields in describe order, the parts that a seed cannot say at Salesforce's defaults. */
import type { User } from '../../org/model.ts';
import { USER_FIELDS } from '../../org/user-fields.ts';
import { type ObjectType, readFields } from './object.ts';

export const userObject: ObjectType = {
  name: 'User',
  keyPrefix: '005',
  fields: USER_FIELDS,
  records: ({ host, org }) => org.users.map((user) => readFields(USER_FIELDS, { host, org, user })),
  record: ({ host, org }, id) => {
    const user = usersById(org.users).get(id);
    return user && readFields(USER_FIELDS, { host, org, user });
  },
};

/** A change of an org makes another list. */
const known = new WeakMap<readonly User[], ReadonlyMap<string, User>>();

function usersById(users: readonly User[]): ReadonlyMap<string, User> {
  const byId = known.get(users) ?? new Map(users.map((user) => [user.id, user]));
  known.set(users, byId);
  return byId;
}
