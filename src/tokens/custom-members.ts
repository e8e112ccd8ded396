/**
 * The custom attributes and custom permissions of an app's user, as ID token, userinfo and identity URL show them.
 *
 * Formulas are Salesforce's; fauxforce evaluates text literals, `$User.X`, `$Organization.X` and `&` between them (model.md 1.1,
 * and 2.3 for External Client Apps, which leave the `$` out). An attribute with any other formula is left out.
 */

import type { Host } from '../org/hosts.ts';
import type { App, Org, User } from '../org/model.ts';
import { ORGANIZATION_FIELDS } from '../org/organization-fields.ts';
import { customPermissionsOf } from '../org/permissions.ts';
import { fieldNamed } from '../org/record-fields.ts';
import { covers } from '../org/scopes.ts';
import type { Subject } from '../org/subject.ts';
import { USER_FIELDS } from '../org/user-fields.ts';
import type { Access } from './access.ts';

/**
 * The two members that close userinfo and identity document; an absent one is not written.
 *
 * @param now milliseconds since the epoch
 */
export function customMembers(
  { org, user, app, scopes }: Access,
  host: Host,
  now: number,
): Record<string, unknown> {
  return {
    custom_attributes: customAttributes(host, org, user, app),
    custom_permissions: covers(scopes, 'custom_permissions')
      ? customPermissions({ org, user, now })
      : undefined,
  };
}

/** Undefined when the app defines none that can be evaluated. */
export function customAttributes(
  host: Host,
  org: Org,
  user: User,
  app: App,
): Record<string, string> | undefined {
  const values = Object.entries(app.attributes).flatMap(([key, formula]) => {
    const value = evaluateFormula(formula, { host, org, user });
    return value === undefined ? [] : [[key, value] as const];
  });
  return values.length === 0 ? undefined : Object.fromEntries(values);
}

/** Every custom permission that the user's permission sets grant: name -> true. */
export function customPermissions(subject: Subject): Record<string, true> {
  return Object.fromEntries(customPermissionsOf(subject).map((name) => [name, true]));
}

interface FormulaContext {
  readonly host: Host;
  readonly org: Org;
  readonly user: User;
}

const TERM = /^\s*(?:"([^"]*)"|'([^']*)'|\$?(User|Organization)\.(\w+))\s*(&|$)/;

/** Undefined when the formula has a part that is not understood. */
function evaluateFormula(formula: string, context: FormulaContext): string | undefined {
  let rest = formula;
  let text = '';
  while (true) {
    const term = TERM.exec(rest);
    if (!term) return undefined;
    const [matched, doubleQuoted, singleQuoted, object, field, joiner] = term;
    const value = doubleQuoted ?? singleQuoted ?? fieldOf(object, field, context);
    if (value === undefined) return undefined;
    text += value;
    if (joiner !== '&') return text;
    rest = rest.slice(matched.length);
  }
}

/** Undefined when there is no such field; a null field is an empty text, as in Salesforce's formulas. */
function fieldOf(
  object: string | undefined,
  name = '',
  { host, org, user }: FormulaContext,
): string | undefined {
  const value =
    object === 'User'
      ? fieldNamed(USER_FIELDS, name)?.value({ host, org, user })
      : fieldNamed(ORGANIZATION_FIELDS, name)?.value({ host, org });
  return value === undefined ? undefined : String(value ?? '');
}
