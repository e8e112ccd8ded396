/** Asks for the code of the user's authenticator, or for one that was mailed. Element ids are Salesforce's, as recalled. */
export interface VerifyIdentityData {
  readonly error: string | undefined;
  readonly username: string;
  /** The address that a code was mailed to, as far as it may be told; undefined for who has an authenticator. */
  readonly mailedTo: string | undefined;
  /** That the user logged in a moment ago. */
  readonly proof: string;
  /** Where to go once verified: a path of ours, or empty. */
  readonly startURL: string;
  /** Where the form is sent: a path of ours. */
  readonly action: string;
}

export const VERIFY_IDENTITY = `<% layout('@layout', { title: 'Verify Your Identity | Salesforce' }) %>
<h1>Verify Your Identity</h1>
<% if (it.mailedTo) { %>
<p>To make sure your Salesforce account is secure, we have to verify your identity. Enter the verification code we emailed to <%= it.mailedTo %> for <%= it.username %>.</p>
<% } else { %>
<p>Enter the verification code that the authenticator app of <%= it.username %> shows now.</p>
<% } %>
<% if (it.error) { %>
<div id="error" class="loginError" role="alert"><%= it.error %></div>
<% } %>
<form id="editPage" name="editPage" method="post" action="<%= it.action %>">
<input type="hidden" name="proof" value="<%= it.proof %>">
<input type="hidden" name="startURL" value="<%= it.startURL %>">
<label for="tc">Verification Code</label>
<input id="tc" class="field" name="tc" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="6" required autofocus>
<input id="save" class="button primary wide" name="save" type="submit" value="Verify">
<% if (it.mailedTo) { %>
<input id="resend" class="button wide" name="resend" type="submit" value="Resend Code" formnovalidate>
<% } %>
</form>
`;
