/** Permission sets that are assigned to users, as records: made, taken away, and given an end. */
import { derivedId } from '../../org/ids.ts';
import type { Org, User } from '../../org/model.ts';
import type { Refusal } from '../../refusals/catalogue.ts';
import type { OrgChange } from '../../seed/change-org.ts';
import type { Session } from '../data.ts';
import type { DataRow, FieldValue } from '../definition.ts';
import { instantOf } from '../rows.ts';
import { refusal, rowOf } from './draft.ts';
import type { OrgRecords } from './org-record-change.ts';

export const assignment: OrgRecords = {
  async create({ session, values }) {
    const {
      AssigneeId: assigneeId,
      PermissionSetId: setId,
      PermissionSetGroupId: groupId,
      ExpirationDate: until,
    } = rowOf(values);
    if (groupId) return refusal('rest.unsupported', { what: 'assigning permission set groups' });
    if (!setId)
      return refusal('record.required', { fields: ['PermissionSetId'], object: 'PermissionSetAssignment' });
    return changed(session, (org) => {
      const user = org.users.find(({ id }) => id === assigneeId);
      if (!user) return stopped(refusal('record.reference', { id: String(assigneeId), field: 'AssigneeId' }));
      const set = org.permissionSets.find(({ id }) => id === setId);
      if (!set) return stopped(refusal('record.reference', { id: String(setId), field: 'PermissionSetId' }));
      if (user.permissionSets.includes(set.name))
        return stopped(refusal('record.duplicate-assignment', { assignee: user.id, set: set.id }));
      const permissionSets = [...user.permissionSets, set.name];
      return {
        user,
        fields: { permissionSets, ...ending(set.name, until) },
        id: derivedId('0Pa', user.id, set.id),
      };
    });
  },

  update: ({ session, values }, { row }) =>
    changed(session, (org) => {
      const { user, set, id } = assigned(org, row);
      if (!user || !set) return stopped(refusal('record.missing', { id }));
      return { user, fields: ending(set, rowOf(values).ExpirationDate), id };
    }),

  remove: (session, { row }) =>
    changed(session, (org) => {
      const { user, set, id } = assigned(org, row);
      if (!user || !set) return stopped(refusal('record.deleted', { id }));
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

/** What was found in the org stops the change. */
class Stopped extends Error {
  readonly why: Refusal;

  constructor(why: Refusal) {
    super(why.refusal);
    this.why = why;
  }
}

function stopped(why: Refusal): never {
  throw new Stopped(why);
}

/** Looks at the org and changes it in one step: two assignments at once lose nothing. */
async function changed({ world, org }: Session, decide: (before: Org) => Change): Promise<string | Refusal> {
  let id = '';
  try {
    await world.image.change(org, (before) => {
      const decided = decide(before);
      id = decided.id;
      return [{ section: 'users', name: decided.user.username, fields: decided.fields, path: [] }];
    });
    return id;
  } catch (error) {
    if (error instanceof Stopped) return error.why;
    if (!world.orgs.org(org.id)) return refusal('record.missing', { id });
    throw error;
  }
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
  const end = typeof until === 'string' ? `${new Date(instantOf(until)).toISOString().slice(0, 19)}Z` : null;
  return { permissionSetExpirations: { [set]: end } };
}
