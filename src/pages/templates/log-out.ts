/** Single Logout by front channel: each app is told in a frame that nobody sees (identity-and-resources.md 6). */
export interface LogOutData {
  /** What to bring to the apps that the session led to: a URL, or a form for it. */
  readonly apps: readonly {
    readonly url: string;
    readonly form: Readonly<Record<string, string>> | undefined;
  }[];
  readonly hasForms: boolean;
  /** The log-in page, or the answer to the app that asked. */
  readonly next: string;
}

export const POST_FORMS = 'for (const form of document.forms) form.submit();';

export const LOG_OUT = `<% layout('@layout', { title: 'Logout | Salesforce' }) %>
<h1>You're logging out</h1>
<p>Your apps are being told. <a id="login" href="<%= it.next %>">Log in again</a></p>
<% for (const [i, app] of it.apps.entries()) { %>
<% if (app.form) { %>
<iframe name="app<%= i %>" title="Single Logout" hidden></iframe>
<form method="post" action="<%= app.url %>" target="app<%= i %>">
<% for (const [name, value] of Object.entries(app.form)) { %><input type="hidden" name="<%= name %>" value="<%= value %>"><% } %>
</form>
<% } else { %>
<iframe src="<%= app.url %>" title="Single Logout" hidden></iframe>
<% } %>
<% } %>
<% if (it.hasForms) { %><script>${POST_FORMS}</script><% } %>
`;
