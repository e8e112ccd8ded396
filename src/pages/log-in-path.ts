/** Where a browser is sent to log in. */
import { writeQuery } from '../wire/form.ts';

export const SITE_LOG_IN = '/s/login';

/** Path and query of the log-in page that comes back to a page of ours; `ec=302` is Salesforce's reason code. */
export function logInPath(
  startURL: string,
  more: { readonly display?: string; readonly un?: string } = {},
): string {
  return `/?${writeQuery({ ec: '302', startURL, ...more })}`;
}

/** The same of an Experience Cloud site (authorize.md 2, hop 3'); `inst` is the number of some instance. */
export function siteLogInPath(startURL: string, display: string | undefined): string {
  return `${SITE_LOG_IN}?${writeQuery({ display, ec: '302', inst: '68', startURL })}`;
}
