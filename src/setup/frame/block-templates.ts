/** How blocks are written. Data: the block, and `base`, the path that the host's pages live below. */

const TEXT = '<p><%= it.text %></p>\n';

const MESSAGE = `<div class="message <%= it.tone === 'error' ? 'errorMsg' : it.tone %>" role="<%= it.tone === 'error' ? 'alert' : 'status' %>"><%= it.text %></div>
`;

const BUTTONS = `<div class="parts buttons"><% for (const part of it.parts) { %><%~ include('@part', { part, base: it.base }) %><% } %></div>
`;

const DETAILS = `<section class="card">
<h2><%= it.heading %></h2>
<dl><% for (const [label, value] of it.rows) { %>
<dt><%= label %></dt><dd><%~ include('@value', { value, base: it.base }) %></dd><% } %>
</dl>
</section>
`;

const TABLE = `<div class="listhead"><h2><%= it.caption %></h2><% if (it.buttons) { %><%~ include('@buttons', { parts: it.buttons, base: it.base }) %><% } %></div>
<div class="wide" tabindex="0" role="region" aria-label="<%= it.caption %>"><table>
<caption class="hidden"><%= it.caption %></caption>
<thead><tr><% for (const column of it.columns) { %><th scope="col"><%~ include('@part', { part: column, base: it.base }) %></th><% } %></tr></thead>
<tbody><% for (const row of it.rows) { %>
<tr><% for (const value of row) { %><td><%~ include('@value', { value, base: it.base }) %></td><% } %></tr><% } %>
<% if (it.rows.length === 0) { %><tr><td colspan="<%= it.columns.length %>"><%= it.empty %></td></tr><% } %>
</tbody></table></div>
<% if (it.pager) { const { first, last, all, previous, next } = it.pager; %>
<nav class="pager" aria-label="Pages of <%= it.caption %>"><span><%= first %>-<%= last %> of <%= all %></span>
<% if (previous !== undefined) { %><a rel="prev" href="<%= it.base + previous %>">Previous Page</a><% } %>
<% if (next !== undefined) { %><a rel="next" href="<%= it.base + next %>">Next Page</a><% } %>
</nav><% } %>
`;

const CODE = `<section class="card">
<h2><%= it.heading %></h2>
<pre class="mono" id="<%= it.id %>" tabindex="0" role="region" aria-label="<%= it.heading %>"><%= it.text %></pre>
</section>
`;

const VALUE = `<% const parts = Array.isArray(it.value) ? it.value : [it.value]; %><% if (parts.length === 1) { %><%~ include('@part', { part: parts[0], base: it.base }) %><% } else if (parts.length > 1) { %><div class="parts"><% for (const part of parts) { %><%~ include('@part', { part, base: it.base }) %><% } %></div><% } %>`;

const PART = `<% const { part, base } = it; if (typeof part === 'string') { %><%= part %><% } else if (part.kind === 'link') { %><a href="<%= base + part.to %>"<% if (part.id) { %> id="<%= part.id %>"<% } %>><%= part.label %><% if (part.about) { %><span class="hidden"> <%= part.about %></span><% } %></a><% } else if (part.kind === 'go') { %><form method="get" action="<%= base + part.to %>"><% for (const [name, value] of Object.entries(part.fields)) { %><input type="hidden" name="<%= name %>" value="<%= value %>"><% } %><input class="button" type="submit" value="<%= part.label %>"<% if (part.name) { %> name="<%= part.name %>"<% } %><% if (part.id) { %> id="<%= part.id %>"<% } %>></form><% } else if (part.kind === 'mark') { %><span role="img" aria-label="<%= part.isOn ? 'Checked' : 'Not Checked' %>"><%= part.isOn ? '\\u2611' : '\\u2610' %></span><% } else if (part.kind === 'copied') { %><span class="mono" id="<%= part.id %>"><%= part.text %></span> <button class="button" type="button" hidden data-copies="<%= part.id %>">Copy<span class="hidden"> <%= part.label %></span></button><% } else { %><form method="post" action="<%= base + part.to %>"><input type="hidden" name="_CONFIRMATIONTOKEN" value="<%= part.token %>"><% for (const [name, value] of Object.entries(part.fields ?? {})) { %><input type="hidden" name="<%= name %>" value="<%= value %>"><% } %><% if (part.name) { %><input class="button" type="submit" name="<%= part.name %>" value="<%= part.label %>"><% } else { %><button class="button" type="submit"<% if (part.id) { %> id="<%= part.id %>"<% } %>><%= part.label %><% if (part.about) { %><span class="hidden"> <%= part.about %></span><% } %></button><% } %></form><% } %>`;

const FORM = `<form id="editPage" method="post" action="<%= it.base + it.to %>" enctype="multipart/form-data" novalidate autocomplete="off">
<% const buttons = (place) => { %><div class="parts buttons"><input class="button primary" type="submit" name="<%= it.save.name %>" value="<%= it.save.label %>"<% if (place) { %> id="<%= it.save.name %>"<% } %>>
<a class="button" href="<%= it.base + it.cancel %>">Cancel</a></div><% }; buttons(true); %>
<% if (it.isRefused) { %><div id="error" class="message errorMsg" role="alert" tabindex="-1"><strong id="errorTitle">Error: Invalid Data.</strong> <span id="errorDesc">Review all error messages below to correct your data.</span><% if (it.problems.length > 0) { %>
<ul><% for (const problem of it.problems) { %><li><%= problem %></li><% } %></ul><% } %></div><% } %>
<input type="hidden" name="_CONFIRMATIONTOKEN" value="<%= it.token %>">
<input type="hidden" name="_version" value="<%= it.version %>">
<% for (const section of it.sections) { %><section class="card">
<h2><%= section.heading %></h2>
<% if (section.note) { %><p class="note"><%= section.note %></p><% } %>
<% for (const field of section.fields) { %><%~ include('@field', { field }) %><% } %>
</section>
<% } %>
<% buttons(false); %>
</form>
`;

export const BLOCK_TEMPLATES = {
  text: TEXT,
  message: MESSAGE,
  buttons: BUTTONS,
  details: DETAILS,
  table: TABLE,
  code: CODE,
  form: FORM,
  value: VALUE,
  part: PART,
} as const;
