/** The page that a device sends its user to. Its texts are not known (authorize.md 7). */
export interface ConnectData {
  /** To fill in, from the link. */
  readonly userCode: string;
  readonly error: string | undefined;
  /** Where the form is sent: a path of ours. */
  readonly action: string;
}

export const CONNECT = `<% layout('@layout', { title: 'Connect' }) %>
<h1>Connect your device</h1>
<% if (it.error) { %>
<div id="error" class="loginError" role="alert"><%= it.error %></div>
<% } %>
<form id="connect_form" name="connect" method="post" action="<%= it.action %>">
<label for="user_code">Enter the code displayed on your device</label>
<input id="user_code" class="field" name="user_code" type="text" autocomplete="off" autocapitalize="characters"
 spellcheck="false" maxlength="20" required value="<%= it.userCode %>" autofocus>
<input id="connect" class="button primary wide" name="connect" type="submit" value="Connect">
</form>
`;
