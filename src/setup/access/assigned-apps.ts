/**
 * Assigned Connected Apps of a profile or permission set: the other side of an app's own lists (setup-pages.md 9). It decides where an app
 * is for admin-approved users, and says nothing of External Client Apps, whose policies alone count.
 */
import type { App, Org } from '../../org/model.ts';
import type { Fields } from '../../seed/records.ts';
import { type Control, listAt } from '../forms/control.ts';
import { checks } from '../forms/controls.ts';
import { formPage } from '../forms/form-page.ts';
import { ChangedMeanwhile, versionOf } from '../forms/records.ts';
import { type Block, button } from '../frame/blocks.ts';
import { goneAway } from '../frame/words.ts';
import { EDIT_PERMISSIONS } from '../needs.ts';
import type { SetupPage, Visit } from '../visit.ts';
import { pageOf, titleOf } from './paths.ts';
import type { Kind } from './record-form.ts';

type List = Kind['section'];

const HEADING = 'Assigned Connected Apps';

/** The name by which the form sends the apps; no record has a field of that name. */
const APPS = 'assignedApps';

function assignable({ apps }: Org): readonly App[] {
  return apps.filter(({ kind }) => kind === 'connectedApp');
}

const assignedApps: Control = checks(APPS, 'Enabled Connected Apps', ({ org }) =>
  assignable(org).map(({ name, label }) => ({ value: name, label })),
);

export function assignedAppsForm({ section, what, find }: Kind): SetupPage {
  return formPage({
    saves: EDIT_PERMISSIONS,
    sections: () => [{ heading: HEADING, controls: [assignedApps] }],
    find(visit) {
      const found = find(visit);
      return (
        found && {
          heading: titleOf(found),
          above: HEADING,
          fields: assignedNow(visit.org, section, found.name),
          to: pageOf(found, '/apps'),
          cancel: pageOf(found),
        }
      );
    },
    refuse: () => goneAway(what),
    problems: async () => undefined,
    async save(patch, version, visit) {
      const found = find(visit);
      if (!found) throw new TypeError('the record was there a moment ago');
      await assignApps(visit, section, found.name, patch, version);
      return pageOf(found);
    },
  });
}

function assignedNow(org: Org, list: List, name: string): { readonly [APPS]: readonly string[] } {
  return { [APPS]: assignable(org).flatMap((app) => (app[list].includes(name) ? [app.name] : [])) };
}

/**
 * Puts the profile or permission set into the lists of the apps that are ticked, and takes it out of the others', in one operation.
 *
 * @param version of what was assigned when the form was shown
 * @throws SeedError, ChangedMeanwhile; nothing was changed
 */
async function assignApps(
  { world, org }: Visit,
  list: List,
  name: string,
  patch: Fields,
  version: string,
): Promise<void> {
  const wanted = new Set(listAt(patch, APPS));
  await world.image.change(org, (before) => {
    if (versionOf(assignedNow(before, list, name)) !== version) throw new ChangedMeanwhile();
    return assignable(before).flatMap((app) => {
      const others = app[list].filter((one) => one !== name);
      const isAssigned = others.length < app[list].length;
      if (wanted.has(app.name) === isAssigned) return [];
      const fields = { [list]: wanted.has(app.name) ? [...others, name] : others };
      return [{ section: 'apps' as const, name: app.name, fields, path: [] }];
    });
  });
}

/** @param to address of the form */
export function assignedAppsOf({ org }: Visit, list: List, name: string, to: string): Block {
  const { [APPS]: names } = assignedNow(org, list, name);
  return {
    kind: 'table',
    caption: HEADING,
    buttons: [button(`Edit ${HEADING}`, to)],
    columns: ['Connected App'],
    rows: names.map((one) => [org.apps.find((app) => app.name === one)?.label ?? one]),
    empty: 'No connected apps.',
  };
}
