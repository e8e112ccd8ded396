/** The list of requests. */

export const JOURNAL = `<% layout('@layout') %>
<form method="get" action="<%= it.frame.base %>/journal" class="actions fields" role="search" aria-label="Filters">
<label>Outcome <select name="outcome" id="filter"><% for (const outcome of ['', 'answered', 'refused']) { %><option value="<%= outcome %>"<% if ((it.filter.outcome ?? '') === outcome) { %> selected<% } %>><%= outcome || 'all' %></option><% } %></select></label>
<label>Endpoint <select name="endpoint"><option value="">all</option><% for (const word of it.endpoints) { %><option<% if (it.filter.endpoint === word) { %> selected<% } %>><%= word %></option><% } %></select></label>
<label>App (consumer key) <input name="client_id" value="<%= it.filter.client_id ?? '' %>" autocomplete="off"></label>
<label>User <input name="username" value="<%= it.filter.username ?? '' %>" autocomplete="off"></label>
<label>Refusal <input name="refusal" value="<%= it.filter.refusal ?? '' %>" autocomplete="off"></label>
<% if (it.filter.org) { %><input type="hidden" name="org" value="<%= it.filter.org %>"><% } %>
<button class="primary">Filter</button>
</form>
<% if (it.chips.length > 0) { %>
<ul class="chips" aria-label="Filters in force"><% for (const chip of it.chips) { %><li><a href="<%= it.frame.base %>/journal<%= chip.without %>"><%= chip.name %>: <%= chip.value %> <span aria-hidden="true">×</span><span class="unseen"> (remove)</span></a></li><% } %></ul>
<% } %>
<div class="bar" id="live" data-stream="<%= it.stream %>" hidden>
<span id="live-state" class="soft">live</span>
<button type="button" id="live-pause" aria-pressed="false">Pause</button>
<a class="button primary pill" id="live-pill" href="<%= it.newestHref %>" hidden></a>
<span class="unseen" role="status" id="live-said"></span>
</div>
<% if (it.isEmpty) { %>
<p class="soft">Nothing yet<% if (it.chips.length > 0) { %> that the filters mean<% } %>.</p>
<% } else { %>
<div class="scroll" tabindex="0" role="region" aria-label="Requests">
<table class="journal">
<caption>Newest walk first; the requests of a walk in their order. Times are the lab clock's, UTC.</caption>
<thead><tr><th scope="col">Time</th><th scope="col">Outcome</th><th scope="col">Request</th><th scope="col" class="wide">App and user</th><th scope="col" class="wide">ms</th></tr></thead>
<% for (const group of it.groups) { %>
<tbody>
<% if (group.count > 1) { %><tr class="group"><th colspan="5" scope="rowgroup"><%= group.title %>: <%= group.count %> requests<% if (group.refused > 0) { %>, <span class="bad"><%= group.refused %> refused</span><% } %></th></tr><% } %>
<% for (const row of group.rows) { %>
<tr<% if (row.isBad) { %> class="refused"<% } %>>
<td><time datetime="<%= row.at %>" data-at="<%= row.at %>"><%= row.time %></time></td>
<td class="nowrap <%= row.isBad ? 'bad' : 'good' %>"><%= row.isBad ? '✗' : '✓' %> <%= row.status %> <span class="small"><%= row.sign %></span></td>
<td><a href="<%= row.href %>" data-row><%= row.asked %></a> <span class="soft"><%= row.what %></span>
<% if (row.refusal) { %><div><code class="bad"><%= row.refusal %></code> <span class="small"><%= row.why %></span></div><% } %></td>
<td class="wide small"><% if (row.app) { %><a href="<%= it.frame.base %>/journal<%= it.frame.queryOf({ client_id: row.app }) %>"><%= row.appName %></a><br><% } %><% if (row.user) { %><a href="<%= it.frame.base %>/journal<%= it.frame.queryOf({ username: row.user }) %>"><%= row.user %></a><% } %></td>
<td class="wide soft nowrap"><%= row.ms %></td>
</tr>
<% } %>
</tbody>
<% } %>
</table>
</div>
<% } %>
<div class="actions">
<% if (!it.isFirst) { %><a class="button" href="<%= it.newestHref %>">Newest</a><% } %>
<% if (it.olderHref) { %><a class="button" href="<%= it.olderHref %>" rel="next">Older</a><% } %>
<a class="button" href="/_fauxforce/journal.har<%= it.frame.queryOf(it.filter) %>" download="journal.har">Save as HAR</a>
<details><summary>Forget everything</summary><form method="post"><button name="do" value="clear" class="danger">Clear the journal</button></form></details>
</div>
`;
