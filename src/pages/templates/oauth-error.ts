/** Surface C, the error page. Texts: authorize.md 1. */
export interface OAuthErrorData {
  readonly code: string;
  readonly message: string;
}

export const OAUTH_ERROR = `<% layout('@layout', { title: 'OAuth Error' }) %>
<h1>OAuth Error</h1>
<p>We can't authorize you because of an OAuth error. For more information, contact your Salesforce administrator.</p>
<p class="fine"><%= it.code %> : <%= it.message %></p>
`;
