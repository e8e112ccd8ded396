/** The objects that are in every org: one line for each. */
import { account } from './account.ts';
import { caseObject } from './case.ts';
import { contact } from './contact.ts';
import { event } from './event.ts';
import { appMenuItem, idpEventLog } from './identity-provider.ts';
import { lead } from './lead.ts';
import { connectedApplication, loginHistory, oauthToken } from './log-ins.ts';
import type { WrittenObject } from './object.ts';
import { opportunity } from './opportunity.ts';
import { organization } from './organization.ts';
import { permissionSet, permissionSetAssignment, profile, recordType } from './permissions.ts';
import { task } from './task.ts';
import { user } from './user.ts';

export const SHIPPED_OBJECTS: readonly WrittenObject[] = [
  account,
  appMenuItem,
  caseObject,
  connectedApplication,
  contact,
  event,
  idpEventLog,
  lead,
  loginHistory,
  oauthToken,
  opportunity,
  organization,
  permissionSet,
  permissionSetAssignment,
  profile,
  recordType,
  task,
  user,
];
