/** The objects that are views: one line for each. */

import { fieldNamed } from '../../org/record-fields.ts';
import { appMenuItemObject } from './app-menu-item.ts';
import { connectedApplicationObject } from './connected-application.ts';
import { idpEventLogObject } from './idp-event-log.ts';
import { loginHistoryObject } from './login-history.ts';
import { oauthTokenObject } from './oauth-token.ts';
import type { ObjectType } from './object.ts';
import { organizationObject } from './organization.ts';
import {
  permissionSetAssignmentObject,
  permissionSetObject,
  profileObject,
  recordTypeObject,
} from './permissions.ts';
import { userObject } from './user.ts';

const OBJECTS: readonly ObjectType[] = [
  appMenuItemObject,
  connectedApplicationObject,
  idpEventLogObject,
  loginHistoryObject,
  oauthTokenObject,
  organizationObject,
  permissionSetObject,
  permissionSetAssignmentObject,
  profileObject,
  recordTypeObject,
  userObject,
];

export function objectNamed(name: string): ObjectType | undefined {
  return fieldNamed(OBJECTS, name);
}
