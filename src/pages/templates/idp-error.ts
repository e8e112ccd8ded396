/** A SAML log-in that was refused. What Salesforce shows is recalled; admins look into the event log (setup-pages.md A.4). */
export interface IdpErrorData {
  /** Text of the event log. */
  readonly event: string;
}

export const IDP_ERROR = `<% layout('@layout', { title: 'Insufficient Privileges' }) %>
<h1>Insufficient Privileges</h1>
<p>You do not have the level of access necessary to perform the operation you requested. Please contact the owner of the record or your administrator if access is necessary.</p>
<div id="error" class="loginError" role="alert"><%= it.event %></div>
`;
