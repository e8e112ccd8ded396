/** What is made and changed of apps in Setup: by the operations of a seed, and spreading with the org's delay. */
import type { App, Org } from '../../org/model.ts';
import { changedInSetup, newInSetup } from '../../seed/in-setup.ts';
import type { Fields } from '../../seed/records.ts';
import { changeRecord, Gone } from '../forms/records.ts';
import type { Visit } from '../visit.ts';

type In = Pick<Visit, 'world' | 'org'>;

/** @throws SeedError, and nothing was made */
export async function addApp({ world, org }: In, fields: Fields): Promise<App> {
  const after = await world.image.addRecord(org, 'apps', newInSetup(org, fields));
  const added = after.apps.at(-1);
  if (!added) throw new TypeError('the app that was added is not there');
  return added;
}

/**
 * Changes what a developer says of an app.
 *
 * @param version of the app as the form showed it
 * @throws SeedError, ChangedMeanwhile, Gone; nothing was changed
 */
export async function changeApp(visit: In, app: App, fields: Fields, version?: string): Promise<App> {
  const { world, org } = visit;
  const record = { section: 'apps', name: app.name } as const;
  const now = world.clock.of(org.id).now();
  const patch = (before: Org) => changedInSetup(before, ofId(before, app), fields, now);
  return ofId(await changeRecord(visit, record, patch, version), app);
}

/** Changes what an org demands of an app: in force at once (setup-pages.md 7.3). @throws as {@link changeApp} */
export async function changePolicies(visit: In, app: App, fields: Fields, version?: string): Promise<App> {
  return ofId(await changeRecord(visit, { section: 'apps', name: app.name }, fields, version), app);
}

function ofId({ apps }: Org, { id }: App): App {
  const found = apps.find((app) => app.id === id);
  if (!found) throw new Gone();
  return found;
}

/** A new record leaves out what has its default. */
export function withoutNulls(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      if (value === null) return [];
      const isPart = typeof value === 'object' && !Array.isArray(value) && value !== undefined;
      return [[name, isPart ? withoutNulls(value as Fields) : value] as const];
    }),
  );
}

/** A mapping as a merge patch: keys that are gone are taken out. */
export function replaced(before: Fields, after: Fields): Fields {
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return { ...after, ...Object.fromEntries(gone.map((key) => [key, null])) };
}

/** The API name that a name is made to: letters, digits and single underscores, a letter first and no underscore last. */
export function appName(label: string): string {
  const words = label.match(/[A-Za-z0-9]+/g)?.join('_') ?? '';
  return /^[0-9]/.test(words) ? `X${words}` : words;
}
