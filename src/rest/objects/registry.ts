/** The objects that the REST API knows: one line for each. */
import { fieldNamed, type ObjectType } from './object.ts';
import { organizationObject } from './organization.ts';
import { userObject } from './user.ts';

export const OBJECTS: readonly ObjectType[] = [organizationObject, userObject];

export function objectNamed(name: string): ObjectType | undefined {
  return fieldNamed(OBJECTS, name);
}
