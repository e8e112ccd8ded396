/** Permission sets that are assigned to users, as records: made, taken away, and given an end. */
import { derivedId } from '../../org/ids.ts';
import type { Org, User } from '../../org/model.ts';
import type { RefusalName, ValuesOf } from '../../refusals/catalogue.ts';
import type { OrgChange } from '../../seed/change-org.ts';
import { instantText } from '../../seed/fields.ts';
import type { Session } from '../data.ts';
import type { DataRow, FieldValue } from '../definition.ts';
import { instantOf } from '../rows.ts';
import { refusal, rowOf } from './draft.ts';
import { type OrgEdit, type OrgRecords, Stopped } from './org-record-change.ts';

export const assignment: OrgRecords = {
  create({ session, values }) {
    const {
      AssigneeId: assigneeId,
      PermissionSetId: setId,
      PermissionSetGroupId: groupId,
      ExpirationDate: until,
    } = rowOf(values);
    return edit(session, assigneeId, (org) => {
      if (groupId) throw stopped('rest.unsupported', { what: 'assigning permission set groups' });
      if (!setId)
        throw stopped('record.required', { fields: ['PermissionSetId'], object: 'PermissionSetAssignment' });
      const user = org.users.find(({ id }) => id === assigneeId);
      if (!user) throw stopped('record.reference', { id: String(assigneeId), field: 'AssigneeId' });
      const set = org.permissionSets.find(({ id }) => id === setId);
      if (!set) throw stopped('record.reference', { id: String(setId), field: 'PermissionSetId' });
      if (user.permissionSets.includes(set.name))
        throw stopped('record.duplicate-assignment', { assignee: user.id, set: set.id });
      const permissionSets = [...user.permissionSets, set.name];
      return {
        user,
        fields: { permissionSets, ...ending(set.name, until) },
        id: derivedId('0Pa', user.id, set.id),
      };
    });
  },

  update: ({ session, values }, { row }) =>
    edit(session, row.AssigneeId, (org) => {
      const { user, set, id } = assigned(org, row);
      if (!user || !set) throw stopped('record.missing', { id });
      return { user, fields: ending(set, rowOf(values).ExpirationDate), id };
    }),

  remove: (session, { row }) =>
    edit(session, row.AssigneeId, (org) => {
      const { user, set, id } = assigned(org, row);
      if (!user || !set) throw stopped('record.deleted', { id });
      const permissionSets = user.permissionSets.filter((name) => name !== set);
      return { user, fields: { permissionSets, ...ending(set, null) }, id };
    }),
};

interface Change {
  readonly user: User;
  readonly fields: OrgChange['fields'];
  /** Of the assignment. */
  readonly id: string;
}

function stopped<Name extends RefusalName>(name: Name, values: ValuesOf<Name>): Stopped {
  return new Stopped(refusal(name, values));
}

/** Looks at the org and changes it in one step: two assignments at once lose nothing. */
function edit(
  { world, org }: Session,
  userId: FieldValue | undefined,
  decide: (before: Org) => Change,
): OrgEdit {
  let known = '';
  return {
    about: String(userId),
    decide(before) {
      const { user, fields, id } = decide(before);
      known = id;
      return { id, change: { section: 'users', name: user.username, fields } };
    },
    refusalOf(error) {
      if (error instanceof Stopped) return error.why;
      if (!world.orgs.org(org.id)) return refusal('record.missing', { id: known });
      throw error;
    },
  };
}

/** Whom and what a row is about, as the org is now. */
function assigned(org: Org, { Id, AssigneeId, PermissionSetId }: DataRow) {
  const user = org.users.find(({ id }) => id === AssigneeId);
  const set = org.permissionSets.find(({ id }) => id === PermissionSetId)?.name;
  const isAssigned = user && set !== undefined && user.permissionSets.includes(set);
  return { user: isAssigned ? user : undefined, set, id: String(Id) };
}

function ending(set: string, until: FieldValue | undefined): OrgChange['fields'] {
  if (until === undefined) return {};
  const end = typeof until === 'string' ? instantText(instantOf(until)) : null;
  return { permissionSetExpirations: { [set]: end } };
}
