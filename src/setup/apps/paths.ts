/** Where the pages of an app are, and by which ids: one app has an id of each kind, which differ in their prefix (setup-pages.md 1). */
import { id15, id18 } from '../../org/ids.ts';
import type { App, Org } from '../../org/model.ts';
import { writeQuery } from '../../wire/form.ts';
import type { Visit } from '../visit.ts';

const CLASSIC = '/app/mgmt/forceconnectedapps';

export const APP_MANAGER = '/setup/lightning/NavigationMenus';
export const EDIT = `${CLASSIC}/forceAppEdit.apexp`;
export const DETAIL = `${CLASSIC}/forceAppDetail.apexp`;
/** Salesforce's own path of these is not known: they are parts of the detail page. */
export const SAVED = `${CLASSIC}/forceAppSaved.apexp`;
export const DELETE = `${CLASSIC}/forceAppDelete.apexp`;
export const CONSUMER_DETAILS = `${CLASSIC}/forceAppConsumerDetails.apexp`;
export const ATTRIBUTES = `${CLASSIC}/forceAppAttributes.apexp`;
export const IP_RANGES = `${CLASSIC}/forceAppIpRanges.apexp`;
export const INSTALLED = `${CLASSIC}/forceInstalledConnectedAppList.apexp`;
export const INSTALL = '/identity/app/AppInstallApprovalPage.apexp';
export const USAGE = '/identity/app/connectedAppsUsage.apexp';
/** Ours: an app as text, to commit. */
export const AS_TEXT = '/setup/lightning/AppAsText';

type AppPrefix = '06P' | '0Ci' | '0H4' | '888' | '0xI';

/** 18 characters. */
export function appId(prefix: AppPrefix, { id }: App): string {
  return id18(prefix + id15(id).slice(3));
}

/** The app with an id of any kind, of 15 or 18 characters. */
export function appWithId(org: Org, id: string): App | undefined {
  const tail = id15(id).slice(3);
  return tail === '' ? undefined : org.apps.find((app) => id15(app.id).slice(3) === tail);
}

/** The app that the address names. */
export function appAsked({ org, query, path }: Pick<Visit, 'org' | 'query' | 'path'>): App | undefined {
  const [, inPath] = /\/(0(?:H4|xI)[A-Za-z0-9]{12,15})(?:\/|$)/.exec(path) ?? [];
  const named = ['applicationId', 'connectedAppId', 'id', 'app_id', 'app'].map((name) => query.get(name));
  const id = named.find((one) => one !== undefined) ?? inPath;
  return id === undefined ? undefined : appWithId(org, id);
}

/** A page of an app that is made and edited. */
export function developerPage(path: string, app: App, more: Readonly<Record<string, string>> = {}): string {
  return `${path}?${writeQuery({ applicationId: appId('06P', app), ...more })}`;
}

export function detailOf(app: App): string {
  return developerPage(DETAIL, app, { id: appId('0Ci', app) });
}

/** The page of an External Client App; Lightning addresses it by the 15 characters of its id (setup-pages.md 1). */
export const EXTERNAL_MANAGER = '/setup/lightning/ManageExternalClientApplication';
export const EXTERNAL_USAGE = '/setup/lightning/ExternalClientAppsUsage';
export const EXTERNAL_SETTINGS = '/setup/lightning/ExternalClientApplicationSettings';
export const EXTERNAL = '/setup/lightning/ExternalClientApplication';

export function externalPage(app: App, below = ''): string {
  return `${EXTERNAL}/${id15(appId('0xI', app))}${below}`;
}

/** The page of an app, whichever its kind. */
export function pageOf(app: App): string {
  return app.kind === 'connectedApp' ? detailOf(app) : externalPage(app);
}

/** The page with its policies. */
export function policiesOf(app: App): string {
  return app.kind === 'connectedApp' ? `/${app.id}` : externalPage(app, '/policies');
}

export function editPoliciesOf(app: App): string {
  return `${policiesOf(app)}/e`;
}
