/** The log-in form. Element ids and names are Salesforce's, so that scripts that drive its page work here (authorize.md 2). */
export interface LogInData {
  readonly error: string | undefined;
  readonly username: string;
  /** Where to go once logged in: a path of ours, or empty. */
  readonly startURL: string;
  /** Where the form is sent: a path of ours. */
  readonly action: string;
  /** Identity providers that log in instead. */
  readonly providers: readonly { readonly name: string; readonly href: string }[];
}

export const LOG_IN = `<% layout('@layout', { title: 'Login | Salesforce' }) %>
<h1>Log in</h1>
<% if (it.error) { %>
<div id="error" class="loginError" role="alert"><%= it.error %></div>
<% } %>
<form id="login_form" name="login" method="post" action="<%= it.action %>">
<input type="hidden" name="startURL" value="<%= it.startURL %>">
<label for="username">Username</label>
<input id="username" class="field username" name="username" type="text" inputmode="email" autocomplete="username"
 autocapitalize="none" spellcheck="false" required value="<%= it.username %>"<% if (!it.username) { %> autofocus<% } %>>
<label for="password">Password</label>
<input id="password" class="field password" name="pw" type="password" autocomplete="current-password"
 required<% if (it.username) { %> autofocus<% } %>>
<input id="Login" class="button primary wide" name="Login" type="submit" value="Log In">
</form>
<% if (it.providers.length > 0) { %>
<p class="fine">Or log in using:</p>
<% for (const provider of it.providers) { %>
<p><a class="button wide" href="<%= provider.href %>"><%= provider.name %></a></p>
<% } %>
<% } %>
`;
