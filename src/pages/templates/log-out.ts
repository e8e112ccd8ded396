/** Single Logout by front channel: each app is told in a frame that nobody sees (identity-and-resources.md 6). */
export interface LogOutData {
  /** Single Logout URLs of the apps that the session led to. */
  readonly apps: readonly string[];
  /** The log-in page. */
  readonly next: string;
}

export const LOG_OUT = `<% layout('@layout', { title: 'Logout | Salesforce' }) %>
<h1>You're logging out</h1>
<p>Your apps are being told. <a id="login" href="<%= it.next %>">Log in again</a></p>
<% for (const url of it.apps) { %>
<iframe src="<%= url %>" title="Single Logout" hidden></iframe>
<% } %>
`;
