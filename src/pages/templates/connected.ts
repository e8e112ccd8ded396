/** What the user sees once they have allowed or denied a device. Its texts are not known (authorize.md 7). */
export interface ConnectedData {
  readonly app: string;
  readonly isAllowed: boolean;
}

export const CONNECTED = `<% layout('@layout', { title: it.isAllowed ? 'Connected' : 'Not connected' }) %>
<% if (it.isAllowed) { %>
<h1>You're connected</h1>
<p><strong><%= it.app %></strong> can now go on. You can close this page.</p>
<% } else { %>
<h1>Not connected</h1>
<p>You denied access to <strong><%= it.app %></strong>. To try again, start over on your device: it needs a new code.</p>
<% } %>
`;
