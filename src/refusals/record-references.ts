/** Refusals of a save for what a record refers to: records that must be there, and owners (rest-data.md 2.8). */
import { family } from './family.ts';
import { NEW_CONTACT, writing, written } from './record-recipes.ts';
import { SAVE } from './record-save.ts';

const none = () => [];

export const recordReferenceRefusals = family('record', SAVE, {
  reference: {
    error: 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
    description: ({ id }) => `insufficient access rights on cross-reference id: ${id.slice(0, 15)}`,
    fields: none,
    why: ({ id, field }: { id: string; field: string }) =>
      `${field} leads to ${id}, which must be there, and be the user's to see`,
    fix: 'Send the id of a record that the user sees. Salesforce does not tell whether it is absent or not shared.',
    evidence: { observed: 'rest-data.md 2.8, idx 43961420395' },
    recipe: written(writing('POST', 'Contact', { LastName: 'Byron', AccountId: '001FF0000000000AAA' })),
  },
  'inactive-owner': {
    error: 'INACTIVE_OWNER_OR_USER',
    description: ({ id, object }) =>
      `operation performed with inactive user [${id.slice(0, 15)}] as owner of ${object.toLowerCase()}`,
    fields: none,
    why: ({ id, isActive }: { id: string; object: string; isActive: boolean }) =>
      `OwnerId names ${id}, who is ${isActive ? 'active' : 'inactive'}`,
    fix: 'Setup > Users > Users: activate the user, or send the OwnerId of another. Records whose owner was deactivated later can be changed as long as OwnerId stays.',
    typical: { isActive: false },
    evidence: { observed: 'SalesforceLabs/Milestones-PM#26, idx 16180457972' },
    recipe: {
      given: { users: { 'grace@acme.example': { isActive: false } } },
      ...written(writing('POST', 'Account', { Name: 'Acme', OwnerId: '{{grace.id}}' })),
    },
  },
  'reference-deleted': {
    error: 'ENTITY_IS_DELETED',
    description: 'entity is deleted',
    fields: none,
    why: ({ id, field }: { id: string; field: string }) =>
      `${field} leads to ${id}, which must not be in the recycle bin`,
    fix: 'Undelete the record, or send the id of another.',
    evidence: { observed: 'rest-data.md 2.8, idx 43961420395' },
    recipe: written(
      NEW_CONTACT,
      writing('DELETE', 'Contact/{{id}}'),
      writing('POST', 'Contact', { LastName: 'King', ReportsToId: '{{id}}' }),
    ),
  },
});
