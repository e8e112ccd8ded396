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
export function nameIdOf(request: Asking, world: World, provider: Provider, user: User): string {
  const { username, federationId = '' } = user;
  const { subjectType, subjectCustomAttr: name = '' } = provider.saml;
  const value = subjectIn(world, request.calledHost, provider, user);
  if (subjectType === 'FederationId')
    check(request, 'idp.federation-id', federationId !== '', { username, federationId });
  if (subjectType === 'CustomAttribute') {
    const known = Object.keys(provider.app.attributes);
    check(request, 'idp.subject-field', value !== undefined, { name, known });
    check(request, 'idp.subject-attribute', value !== '', { username, name, value });
  }
  return value ?? '';
}

/** Empty where the user has none; undefined for a field that is not there. */
export function subjectIn(
  world: World,
  host: Host,
  { org, app, saml }: Provider,
  user: User,
): string | undefined {
  switch (saml.subjectType) {
    case 'Username':
      return user.username;
    case 'UserId':
      return id15(user.id);
    case 'PersistentId':
      return sealOf(`${user.id} ${app.id}`, world.key('SAML persistent id'));
    case 'FederationId':
      return user.federationId ?? '';
    case 'CustomAttribute': {
      const name = saml.subjectCustomAttr ?? '';
      const field = fieldNamed(USER_FIELDS, name);
      if (field) return String(field.value({ host, org, user }) ?? '');
      const attributes = customAttributes(host, org, user, app) ?? {};
      return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
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
