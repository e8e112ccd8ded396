/** One entry of the journal. */

export const ENTRY = `<% const { entry } = it; const { refusal } = entry; %>
<% layout('@layout', { heading: entry.method + ' ' + entry.path }) %>
<% if (it.done) { %><p class="said good" role="status"><%= it.done %></p><% } %>
<p class="facts">
<% if (refusal) { %><strong class="mark bad">✗ refused</strong> <a href="<%= it.frame.base %>/refusals/<%= refusal.name %>"><code><%= refusal.name %></code></a>
<% } else if (entry.status >= 500) { %><strong class="mark bad">✗ failed</strong>
<% } else { %><strong class="mark good">✓ answered</strong><% } %>
<span><%= entry.status %></span>
<time datetime="<%= entry.at %>" data-at="<%= entry.at %>"><%= entry.at %></time>
<span><%= entry.ms.toFixed(1) %> ms</span>
<span class="soft"><%= entry.id %></span>
</p>
<% if (entry.mistake) { %><p class="said bad" role="alert">A mistake of fauxforce: <%= entry.mistake %></p><% } %>
<% if (refusal) { %>
<section aria-labelledby="why">
<h2 id="why">Why</h2>
<p class="lead"><%= refusal.why %></p>
<p class="soft">Salesforce says no more than <code><%= [refusal.error, refusal.error_description].filter(Boolean).join(': ') %></code></p>
<% if (refusal.armed) { %><p class="said">A test armed this: failure <code><%= refusal.armed %></code>.</p><% } %>
</section>
<% for (const pair of it.compared.pairs) { %>
<%~ include('@block-pair', { pair }) %>
<% } %>
<section aria-labelledby="fix">
<h2 id="fix">Fix</h2>
<p class="lead"><%= refusal.fix %></p>
<% if (it.links.length > 0) { %>
<ul class="links">
<% for (const link of it.links) { %><li><a href="<%= link.href %>"><%= link.name %></a></li><% } %>
</ul>
<% } else { %>
<p class="soft" id="setup-none">Setup: none<% if (refusal.fix.includes('Setup > ')) { %>. The sentence names a page of a real org that is not here: the seed says the same<% } else { %>. The caller changes what it does<% } %>.</p>
<% } %>
<% if (it.evidence) { %><p class="soft">Evidence: <%= it.evidence.words %> (<%= it.evidence.section %>)<% if (!it.evidence.isSure) { %>; <strong>not confirmed</strong>: nobody has seen the real answer yet<% } %>.</p><% } %>
</section>
<% } %>
<% if (entry.notes) { %>
<section aria-labelledby="notes"><h2 id="notes">Notes</h2>
<dl class="facts-list"><% for (const [name, value] of Object.entries(entry.notes)) { %><div><dt><%= name %></dt><dd><%= value %></dd></div><% } %></dl></section>
<% } %>
<section aria-labelledby="checks">
<h2 id="checks">Checks</h2>
<%~ include('@block-checks', { checks: it.checks, values: it.compared.values }) %>
</section>
<% if (it.walk.length > 0) { %>
<section aria-labelledby="walk">
<h2 id="walk">Walk</h2>
<ol class="walk">
<% for (const step of it.walk) { %><li<% if (step.isThis) { %> aria-current="true"<% } %>><span class="<%= step.isBad ? 'bad' : 'good' %>"><%= step.isBad ? '✗' : '✓' %> <%= step.status %></span> <% if (step.isThis) { %><strong><%= step.text %></strong><% } else { %><a href="<%= step.href %>"><%= step.text %></a><% } %></li><% } %>
</ol>
</section>
<% } %>
<section aria-labelledby="who">
<h2 id="who">Who and where</h2>
<dl class="facts-list">
<% for (const { label, value, filter } of it.who) { %><div><dt><%= label %></dt><dd><% if (filter) { %><a href="<%= it.frame.base %>/journal<%= it.frame.queryOf(filter) %>"><%= value %></a><% } else { %><%= value %><% } %></dd></div><% } %>
</dl>
</section>
<section aria-labelledby="wire">
<h2 id="wire">Request and answer</h2>
<% if (it.isRevealed) { %><p class="said bad">As they were, secrets included.</p><% } %>
<% if (it.tools.length > 0) { %><ul class="tools"><% for (const tool of it.tools) { %><li><a href="<%= tool.href %>"><%= tool.name %></a></li><% } %></ul><% } %>
<div class="columns">
<div><h3>Request</h3><pre id="request" tabindex="0"><%= it.request %></pre></div>
<div><h3>Answer</h3><% if (it.isLong) { %><details><summary><%= it.answer.length %> characters</summary><pre tabindex="0"><%= it.answer %></pre></details><% } else { %><pre id="answer" tabindex="0"><%= it.answer %></pre><% } %></div>
</div>
<form method="post" class="actions">
<button name="do" value="replay" data-key="r">Replay</button>
<% if (refusal) { %><button name="do" value="arm">Arm this refusal</button><% } %>
<% if (!it.isRevealed) { %><button name="do" value="reveal">Show as sent, with secrets</button><% } %>
<a class="button" href="/_fauxforce/journal.har?id=<%= encodeURIComponent(entry.id) %>" download="<%= entry.id %>.har">Save as HAR</a>
<a class="button" href="/_fauxforce/journal/<%= encodeURIComponent(entry.id) %>">JSON</a>
</form>
<details id="curl-part"><summary>As a curl command</summary><pre id="curl" tabindex="0"><%= it.curl %></pre><button type="button" data-copy="curl" data-key="c" hidden>Copy</button></details>
<details><summary>As a test</summary><pre id="as-test" tabindex="0"><%= it.test %></pre><button type="button" data-copy="as-test" hidden>Copy</button></details>
</section>
`;
