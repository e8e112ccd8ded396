/** Paths of pages that other parts of fauxforce lead to. */

/** The inspector, which explains what happened (design 5.8). */
export const CONSOLE_PATH = '/_fauxforce/console';

/** Where the inspector tells of one entry of the journal. */
export function entryPath(id: string): string {
  return `${CONSOLE_PATH}/journal/${encodeURIComponent(id)}`;
}

/** The Allow Access page, and every walk's second hop (authorize.md 2). */
export const APPROVAL_PAGE = '/setup/secur/RemoteAccessAuthorizationPage.apexp';
/** Surface C: the user is told, and the app hears nothing (authorize.md 1). */
export const ERROR_PAGE = '/setup/secur/RemoteAccessErrorPage.apexp';
/** Where the code of a device is typed (authorize.md 7). */
export const CONNECT_PAGE = '/setup/connect';
/** Between a SAML request and its response (setup-pages.md A.2). */
export const IDP_LOG_IN = '/idp/login';
/** Where a token becomes a session of a browser (identity-and-resources.md 7). */
export const FRONT_DOOR_PATH = '/secur/frontdoor.jsp';

/** What the pages of Setup live below, in both of its looks (setup-pages.md 1). */
const SETUP_FOLDER =
  /^\/(?:lightning|setup|ui|app\/mgmt|identity\/app|domainname|_ui\/(?:core|identity\/saml|security|system))\//;
/** Lists and pages of records: users, profiles, trusted addresses, permission sets, certificates, log-ins, single sign-on, apps. */
const SETUP_RECORD = /^\/(?:005|00e|05G|0PS|0P1|0SO|0Ya|0H4)(?:[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?)?(?:\/|$)/;

/** Whether a path may be a page of Setup. Nothing changes when one is merely opened, so a log-in may lead to it. */
export function isSetupPath(path: string): boolean {
  return SETUP_FOLDER.test(path) || SETUP_RECORD.test(path) || path === '/secur/orgloginsettingedit.jsp';
}
