/**
 * Assigned Connected Apps of a profile or permission set: the other side of an app's own lists (setup-pages.md 9). It decides where an app
 * is for admin-approved users, and says nothing of External Client Apps, whose policies alone count.
 */
import type { App, Org } from '../../org/model.ts';
import type { Control } from '../forms/control.ts';
import { checks } from '../forms/controls.ts';
import { type Block, button } from '../frame/blocks.ts';
import type { Visit } from '../visit.ts';

type List = 'profiles' | 'permissionSets';

/** The name by which the form sends the apps; no record has a field of that name. */
const APPS = 'assignedApps';

function assignable({ apps }: Org): readonly App[] {
  return apps.filter(({ kind }) => kind === 'connectedApp');
}

export const assignedApps: Control = checks(APPS, 'Enabled Connected Apps', ({ org }) =>
  assignable(org).map(({ name, label }) => ({ value: name, label })),
);

/** What the form begins with. */
export function assignedNow(org: Org, list: List, name: string): { readonly [APPS]: readonly string[] } {
  return { [APPS]: assignable(org).flatMap((app) => (app[list].includes(name) ? [app.name] : [])) };
}

/**
 * Puts the profile or permission set into the lists of the apps that are ticked, and takes it out of the others', in one operation.
 *
 * @throws SeedError, and nothing was changed
 */
export async function assignApps({ world, org, sent }: Visit, list: List, name: string): Promise<void> {
  const wanted = new Set(sent.list(APPS));
  await world.image.change(org, (before) =>
    assignable(before).flatMap((app) => {
      const others = app[list].filter((one) => one !== name);
      const isAssigned = others.length < app[list].length;
      if (wanted.has(app.name) === isAssigned) return [];
      const fields = { [list]: wanted.has(app.name) ? [...others, name] : others };
      return [{ section: 'apps' as const, name: app.name, fields, path: [] }];
    }),
  );
}

/** @param to address of the form */
export function assignedAppsOf({ org }: Visit, list: List, name: string, to: string): Block {
  const { [APPS]: names } = assignedNow(org, list, name);
  return {
    kind: 'table',
    caption: 'Assigned Connected Apps',
    buttons: [button('Edit Assigned Connected Apps', to)],
    columns: ['Connected App'],
    rows: names.map((one) => [org.apps.find((app) => app.name === one)?.label ?? one]),
    empty: 'No connected apps.',
  };
}
