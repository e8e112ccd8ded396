/** What a user sees who logs in without having been sent by an app. */
export interface HomeData {
  readonly username: string;
  readonly org: string;
  readonly seesSetup: boolean;
  /** Path that the host's pages live below. */
  readonly base: string;
}

export const HOME = `<% layout('@layout', { title: 'Home | Salesforce' }) %>
<h1>You're logged in</h1>
<p><strong><%= it.username %></strong> of <%= it.org %></p>
<% if (it.seesSetup) { %><p><a id="setup" href="<%= it.base %>/lightning/setup/SetupOneHome/home">Setup</a></p><% } %>
<p class="fine"><a id="logout" href="<%= it.base %>/secur/logout.jsp">Log Out</a></p>
`;
