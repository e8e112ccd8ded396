/** OauthCustomScope files -> custom scopes of a seed, and scopes of the apps they are assigned to. Wire facts: model.md 3.3. */
import { withoutNamespace } from './external-client-app-parts.ts';
import { flagField, listField, textField, textList } from './fields.ts';
import { fieldsOf, itemsOf, type Located, located, textOfPart } from './located.ts';
import type { Report } from './report.ts';
import type { Element } from './xml.ts';

/**
 * A custom scope with `assignedTo`, the apps it is assigned to, which {@link withAssignedScopes} moves to those apps: a
 * Connected App's own file does not say it.
 */
export function readCustomScope(root: Element, name: string): Located {
  const fields = {
    name: textField(root.child('developerName')) ?? located(name, root.at),
    description: textField(root.child('description')),
    isPublic: flagField(root.child('isPublic')),
    assignedTo: listField(textList(root.all('assignedTo')), root.child('assignedTo')),
  };
  return located(fields, root.at);
}

/** The fields that a seed has. */
export function seedCustomScopes(read: readonly Located[]): Located[] {
  return read.map((scope) => {
    const { assignedTo: _, ...fields } = fieldsOf(scope);
    return { ...scope, value: fields };
  });
}

/** Adds to each app the custom scopes that name it. */
export function withAssignedScopes(
  apps: readonly Located[],
  customScopes: readonly Located[],
  report: Report,
): Located[] {
  const names = apps.map((app) => textOfPart(fieldsOf(app).name) ?? '');
  const assigned = customScopes.flatMap((scope) => {
    const { name, assignedTo } = fieldsOf(scope);
    return name ? itemsOf(assignedTo).map((app) => ({ name, app, of: namedBy(app, names) })) : [];
  });
  for (const { name, app, of } of assigned) {
    if (of !== undefined) continue;
    report.skip(
      app.at('value'),
      `custom scope '${textOfPart(name)}' is assigned to '${textOfPart(app)}', which is not in the project`,
    );
  }
  return apps.map((app, i) => {
    const more = assigned.flatMap(({ name, of }) => (of === names[i] ? [name] : []));
    return more.length === 0 ? app : { ...app, value: { ...fieldsOf(app), scopes: moreScopes(app, more) } };
  });
}

/** The app with that name, with or without a namespace. */
function namedBy(app: Located, names: readonly string[]): string | undefined {
  const text = textOfPart(app) ?? '';
  return [text, withoutNamespace(text)].find((name) => names.includes(name));
}

function moreScopes(app: Located, more: readonly Located[]): Located {
  const { scopes } = fieldsOf(app);
  return { ...(scopes ?? app), value: [...itemsOf(scopes), ...more] };
}
