/** Refusals of a save that fauxforce has no rule for, or none by default: tests arm them (rest-data.md 2.8). */
import { family } from './family.ts';
import { armed, NEW_CONTACT } from './record-recipes.ts';
import { SAVE } from './record-save.ts';

const none = () => [];

export const armedRecordRefusals = family('record', SAVE, {
  'no-create': {
    error: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
    description: ({ label }) => `entity type cannot be inserted: ${label}`,
    fields: none,
    why: ({ label, profile }: { label: string; profile: string }) =>
      `the user (profile ${profile}) must have Create on ${label}`,
    fix: 'Setup > Profiles > (profile) > Object Settings > (object): Create.',
    evidence: { observed: 'idx 68715336371, idx 56024705834' },
    recipe: armed('record.no-create', NEW_CONTACT),
  },
  'no-edit': {
    error: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
    description: ({ label }) => `entity type cannot be updated: ${label}`,
    fields: none,
    why: ({ label, profile }: { label: string; profile: string }) =>
      `the user (profile ${profile}) must have Edit on ${label}`,
    fix: 'Setup > Profiles > (profile) > Object Settings > (object): Edit.',
    evidence: { observed: 'idx 43453693569' },
    recipe: armed('record.no-edit', NEW_CONTACT),
  },
  'row-lock': {
    error: 'UNABLE_TO_LOCK_ROW',
    description: ({ id }) => `unable to obtain exclusive access to this record or 1 records: ${id}`,
    fields: none,
    why: ({ id }: { id: string }) => `record ${id} must stand still for one save; others went on changing it`,
    fix: 'Try again. Send changes of one record one after the other.',
    evidence: { observed: 'idx 31306725487' },
    recipe: armed('record.row-lock', NEW_CONTACT),
  },
  'delete-too-large': {
    error: 'DELETE_OPERATION_TOO_LARGE',
    description: ({ most }) => `Your cascade delete affects more than ${most} records`,
    fields: none,
    why: ({ id, most }: { id: string; most: number }) =>
      `deleting ${id} deletes or empties what leads to it, of which there may be ${most}`,
    fix: 'Delete the children first, in several calls.',
    evidence: 'recalled',
    recipe: armed('record.delete-too-large', NEW_CONTACT),
  },
  'duplicate-rule': {
    error: 'DUPLICATES_DETECTED',
    description: "You're creating a duplicate record. We recommend you use an existing record instead.",
    why: () => 'duplicate rules are asked; fauxforce has none, so only a test refuses by this name',
    fix: 'Setup > Duplicate Rules. A client that wants to save all the same sends Sforce-Duplicate-Rule-Header: allowSave=true.',
    evidence: { observed: 'idx 43513238085, idx 45622068426' },
    recipe: armed('record.duplicate-rule', NEW_CONTACT),
  },
  'validation-rule': {
    error: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
    description: 'The record breaks a validation rule.',
    fields: none,
    why: () => 'validation rules are asked; fauxforce has none, so only a test refuses by this name',
    fix: 'Setup > Object Manager > (object) > Validation Rules. The message is the text of the rule: arm a raw response for another one.',
    evidence: { observed: 'rest-data.md 2.8: the code; the shape is inferred, 2026' },
    recipe: armed('record.validation-rule', NEW_CONTACT),
  },
  integrity: {
    error: 'FIELD_INTEGRITY_EXCEPTION',
    description:
      'A country/territory must be specified before specifying a state value for field: State/Province',
    fields: () => ['State'],
    why: () => 'state and country picklists are off in fauxforce, so only a test refuses by this name',
    fix: 'Send the country with the state. Setup > State and Country/Territory Picklists.',
    evidence: { observed: 'idx 13676884324' },
    recipe: armed('record.integrity', NEW_CONTACT),
  },
  'record-type': {
    error: 'INVALID_CROSS_REFERENCE_KEY',
    description: "Record Type ID: this ID value isn't valid for the user: 0128M0000004HVOQA2",
    fields: () => ['RecordTypeId'],
    why: () => 'no object has record types in fauxforce, so only a test refuses by this name',
    fix: 'Setup > Profiles > (profile) > Object Settings > (object) > Record Types.',
    evidence: { observed: 'rest-data.md 2.8, idx 43961420395' },
    recipe: armed('record.record-type', NEW_CONTACT),
  },
  'record-type-missing': {
    error: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
    description: 'record type missing for: Account',
    fields: none,
    why: () => 'no object has record types in fauxforce, so only a test refuses by this name',
    fix: 'Setup > Profiles > (profile) > Object Settings > (object) > Record Types: assign one.',
    evidence: { observed: 'mulesoft/salesforce-connector#139' },
    recipe: armed('record.record-type-missing', NEW_CONTACT),
  },
  'transaction-security': {
    error: 'TXN_SECURITY_NO_ACCESS',
    description:
      "The operation you requested isn't allowed due to a security policy in your organization. Contact your administrator for more information about security policies.",
    why: () =>
      'transaction security policies are asked; fauxforce has none, so only a test refuses by this name',
    fix: 'Setup > Transaction Security Policies.',
    evidence: { observed: 'idx 55911136152' },
    recipe: armed('record.transaction-security', NEW_CONTACT),
  },
  'transaction-security-metering': {
    error: 'TXN_SECURITY_METERING_ERROR',
    description:
      "We can't complete the action because enabled transaction security policies took too long to complete.",
    why: () =>
      'transaction security policies are asked; fauxforce has none, so only a test refuses by this name',
    fix: 'Try again. Setup > Transaction Security Policies.',
    evidence: 'client',
    recipe: armed('record.transaction-security-metering', NEW_CONTACT),
  },
  'feature-off': {
    status: 403,
    error: 'FUNCTIONALITY_NOT_ENABLED',
    description: 'This feature is not currently enabled for this user.',
    why: () =>
      'nothing that fauxforce serves is switched off for a user, so only a test refuses by this name',
    fix: 'In the real org: the licence of the user lacks the feature.',
    evidence: { observed: 'idx 54661565888' },
    recipe: armed('record.feature-off', NEW_CONTACT),
  },
  'server-fault': {
    status: 500,
    error: 'UNKNOWN_EXCEPTION',
    description:
      'An unexpected error occurred. Please include this ErrorId if you contact support: 243926966-107564 (1182868337)',
    why: () => 'a fault of Salesforce itself: only a test refuses by this name',
    fix: 'Try again; Salesforce counts such an answer as a fault of its own.',
    evidence: { observed: 'rest-data.md 2.8, the text; its status is recalled, 2026' },
    recipe: armed('record.server-fault', NEW_CONTACT),
  },
});
