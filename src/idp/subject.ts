/** Whom an assertion names, and what it says of them (identity-and-resources.md 8). */
import type { Host } from '../org/hosts.ts';
import { id15 } from '../org/ids.ts';
import type { User } from '../org/model.ts';
import { isPortalUser } from '../org/portal-user.ts';
import { fieldNamed } from '../org/record-fields.ts';
import { USER_FIELDS } from '../org/user-fields.ts';
import { check, type Traced } from '../refusals/check.ts';
import { customAttributes } from '../tokens/custom-members.ts';
import { sealOf } from '../wire/secrets.ts';
import type { World } from '../world/world.ts';
import type { Provider } from './providers.ts';

interface Asking extends Traced {
  readonly calledHost: Host;
}

/** @throws Refusal */
export function nameIdOf(request: Asking, world: World, { org, app, saml }: Provider, user: User): string {
  const { username, federationId = '' } = user;
  switch (saml.subjectType) {
    case 'Username':
      return username;
    case 'UserId':
      return id15(user.id);
    case 'PersistentId':
      return sealOf(`${user.id} ${app.id}`, world.key('SAML persistent id'));
    case 'FederationId':
      check(request, 'idp.federation-id', federationId !== '', { username, federationId });
      return federationId;
    case 'CustomAttribute': {
      const name = saml.subjectCustomAttr ?? '';
      const attributes = customAttributes(request.calledHost, org, user, app) ?? {};
      const field = fieldNamed(USER_FIELDS, name);
      check(request, 'idp.subject-field', field ?? Object.hasOwn(attributes, name), {
        name,
        known: Object.keys(attributes),
      });
      const found = field ? field.value({ host: request.calledHost, org, user }) : attributes[name];
      const value = String(found ?? '');
      check(request, 'idp.subject-attribute', value !== '', { username, name, value });
      return value;
    }
  }
}

/** Four that are always there, then the app's own in its order. */
export function attributesOf(
  host: Host,
  { org, app }: Provider,
  user: User,
): readonly (readonly [string, string])[] {
  return [
    ['userId', id15(user.id)],
    ['username', user.username],
    ['email', user.email],
    ['is_portal_user', String(isPortalUser(user))],
    ...Object.entries(customAttributes(host, org, user, app) ?? {}),
  ];
}
