/** What a user sees who logs in without having been sent by an app. */
export interface HomeData {
  readonly username: string;
  readonly org: string;
  readonly seesSetup: boolean;
  /** Path that the host's pages live below. */
  readonly base: string;
  /** Tiles of the app launcher: apps that the user may start. */
  readonly tiles: readonly { readonly label: string; readonly url: string }[];
}

export const HOME = `<% layout('@layout', { title: 'Home | Salesforce' }) %>
<h1>You're logged in</h1>
<p><strong><%= it.username %></strong> of <%= it.org %></p>
<% if (it.seesSetup) { %><p><a id="setup" href="<%= it.base %>/lightning/setup/SetupOneHome/home">Setup</a></p><% } %>
<% if (it.tiles.length > 0) { %>
<h2 id="launcher">App Launcher</h2>
<ul aria-labelledby="launcher">
<% for (const tile of it.tiles) { %><li><a href="<%= tile.url %>"><%= tile.label %></a></li>
<% } %>
</ul>
<% } %>
<p class="fine"><a id="logout" href="<%= it.base %>/secur/logout.jsp">Log Out</a></p>
`;
