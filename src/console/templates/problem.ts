/** What could not be done, in a sentence; where the lab token is wanted, a form for it. */

export const PROBLEM = `<% layout('@layout') %>
<p class="said bad" role="alert"><%= it.sentence %></p>
<% if (it.wantsToken) { %>
<form method="post" action="<%= it.frame.base %>/sign-in" class="stack">
<input type="hidden" name="to" value="<%= it.to %>">
<label for="token">Lab token</label>
<input id="token" name="token" type="password" autocomplete="off" required>
<p class="soft">The value of <code>--lab-token</code>. <code>fauxforce journal --open</code> opens this page without typing it.</p>
<button class="primary">Open the inspector</button>
</form>
<% } else if (it.back) { %>
<p><a href="<%= it.back %>">Back</a></p>
<% } %>
`;
