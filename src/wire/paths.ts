/** Paths of pages that answers of other endpoints lead to. */

/** The Allow Access page, and every walk's second hop (authorize.md 2). */
export const APPROVAL_PAGE = '/setup/secur/RemoteAccessAuthorizationPage.apexp';
/** Surface C: the user is told, and the app hears nothing (authorize.md 1). */
export const ERROR_PAGE = '/setup/secur/RemoteAccessErrorPage.apexp';
/** Where the code of a device is typed (authorize.md 7). */
export const CONNECT_PAGE = '/setup/connect';
/** Where a token becomes a session of a browser (identity-and-resources.md 7). */
export const FRONT_DOOR_PATH = '/secur/frontdoor.jsp';
