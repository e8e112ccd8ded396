/** The Allow Access page. Texts: model.md 3.2; element ids: authorize.md 3. */
import type { App } from '../../org/model.ts';

/** What the page shows of an app; its logo is what the page may load. */
type AppOnPage = Pick<App, 'label' | 'description' | 'logoUrl'>;

export interface AllowAccessData {
  readonly app: AppOnPage;
  readonly username: string;
  /** Setup's labels of the scopes. */
  readonly labels: readonly string[];
  /** Where the form is sent: a path of ours. */
  readonly action: string;
  /** What the form is about. */
  readonly source: string;
  /** Proves that the form is the one this session was shown. */
  readonly confirmation: string;
  /** Logs out and comes back to this page by way of the log-in page. */
  readonly notYou: string;
}

/** Deny comes first, so that the Enter key never allows. */
export const ALLOW_ACCESS = `<% layout('@layout', { title: 'Allow Access?' }) %>
<h1>Allow Access?</h1>
<% if (it.app.logoUrl) { %>
<img class="logo" src="<%= it.app.logoUrl %>" alt="">
<% } %>
<p><strong><%= it.app.label %></strong> is asking to:</p>
<ul>
<% it.labels.forEach((label) => { %>
<li><%= label %></li>
<% }) %>
</ul>
<% if (it.app.description) { %>
<p class="description"><%= it.app.description %></p>
<% } %>
<p>Do you want to allow access for <strong><%= it.username %></strong>? (<a id="notyou" href="<%= it.notYou %>">Not you?</a>)</p>
<form id="editPage" name="editPage" method="post" action="<%= it.action %>">
<input type="hidden" name="source" value="<%= it.source %>">
<input type="hidden" name="_CONFIRMATIONTOKEN" value="<%= it.confirmation %>">
<div class="pair">
<input id="oadeny" class="button" name="cancel" type="submit" value="Deny">
<input id="oaapprove" class="button primary" name="save" type="submit" value="Allow">
</div>
</form>
<p class="fine">To revoke access at any time, go to your personal settings.</p>
`;
