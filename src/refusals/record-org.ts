/** Refusals of saves of users and of what is assigned to them. */
import { family } from './family.ts';
import { armed, NEW_CONTACT } from './record-recipes.ts';
import { SAVE } from './record-save.ts';

export const orgRecordRefusals = family('record', SAVE, {
  'duplicate-username': {
    error: 'DUPLICATE_USERNAME',
    description:
      "Duplicate Username.<br>The username already exists in this or another Salesforce organization. Usernames must be unique across all Salesforce organizations. To resolve, use a different username (it doesn't need to match the user's email address). ",
    fields: () => ['Username'],
    why: ({ username }: { username: string }) =>
      `${username} must be nobody's username, in any org and in any case`,
    fix: 'Send another username: it only has to look like an email address.',
    section: 'rest-data.md 10',
    evidence: 'unconfirmed',
    recipe: armed('record.duplicate-username', NEW_CONTACT),
  },
  'duplicate-assignment': {
    error: 'DUPLICATE_VALUE',
    description: ({ assignee, set }) =>
      `Duplicate PermissionSetAssignment. Assignee: ${assignee.slice(0, 15)}, Permission Set: ${set.slice(0, 15)}`,
    fields: () => [],
    why: ({ assignee, set }: { assignee: string; set: string }) =>
      `permission set ${set} must not be assigned to user ${assignee} yet`,
    fix: 'Nothing is to be done: the user has it. To give it an end, PATCH ExpirationDate of the assignment.',
    section: 'rest-data.md 10',
    evidence: 'unconfirmed',
    recipe: armed('record.duplicate-assignment', NEW_CONTACT),
  },
});
