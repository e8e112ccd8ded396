/** Pages made of blocks, and the parts that other templates share with them. */

export const BLOCKS = `<% layout('@layout') %>
<% for (const block of it.blocks) { %><%~ include('@block-' + block.kind, { ...block, frame: it.frame }) %><% } %>
`;

const CELL = `<% const cell = typeof it.cell === 'string' ? { text: it.cell } : it.cell; %><% if (cell.fold) { %><details><summary><% if (cell.isCode) { %><code><%= cell.text %></code><% } else { %><%= cell.text %><% } %></summary><pre tabindex="0"><%= cell.fold %></pre></details><% } else if (cell.at) { %><time datetime="<%= cell.at %>" data-at="<%= cell.at %>" class="nowrap"><%= cell.text %></time><% } else if (cell.href) { %><a href="<%= cell.href %>"><% if (cell.isCode) { %><code><%= cell.text %></code><% } else { %><%= cell.text %><% } %></a><% } else if (cell.isCode) { %><code><%= cell.text %></code><% } else { %><span<% if (cell.mark) { %> class="<%= cell.mark %>"<% } %>><%= cell.text %></span><% } %><% if (cell.more) { %><div class="small soft"><%= cell.more %></div><% } %>`;

const FIELD = `<% const { field } = it; const value = field.value ?? ''; %><% if (field.kind === 'hidden') { %><input type="hidden" name="<%= field.name %>" value="<%= value %>"><% } else if (field.kind === 'check') { %><label><span><input type="checkbox" name="<%= field.name %>" value="1"<% if (value) { %> checked<% } %>> <%= field.label %></span></label><% } else { %><label<% if (field.kind === 'area') { %> class="whole"<% } %>><%= field.label %>
<% if (field.kind === 'area') { %><textarea name="<%= field.name %>" spellcheck="false"<% if (field.isRequired) { %> required<% } %>>
<%= value %></textarea><% } else if (field.kind === 'select') { %><select name="<%= field.name %>"><% for (const [option, label] of field.options) { %><option value="<%= option %>"<% if (option === value) { %> selected<% } %>><%= label %></option><% } %></select><% } else { %><input name="<%= field.name %>" value="<%= value %>" autocomplete="off" spellcheck="false"<% if (field.isRequired) { %> required<% } %>><% } %><% if (field.help) { %><span class="small"><%= field.help %></span><% } %></label><% } %>`;

const FORM = `<% const { form } = it; %><form method="<%= form.method ?? 'post' %>"<% if (form.to) { %> action="<%= it.frame.base + form.to %>"<% } %> class="actions fields"><% for (const field of form.fields ?? []) { %><%~ include('@field', { field }) %><% } %><button<% if (form.does) { %> name="do" value="<%= form.does %>"<% } %><% if (form.tone) { %> class="<%= form.tone %>"<% } %>><%= form.button %><% if (form.about) { %><span class="unseen"> <%= form.about %></span><% } %></button></form>`;

const PAIR = `<figure class="pair"><figcaption><%= it.pair.names[0] %> and <%= it.pair.names[1] %> first differ at character <%= it.pair.at %></figcaption>
<dl class="facts-list mono">
<div><dt>sent</dt><dd><%= it.pair.sent.same %><mark><%= it.pair.sent.differs || ' (end) ' %></mark><%= it.pair.sent.rest %></dd></div>
<div><dt>right</dt><dd><%= it.pair.right.same %><mark><%= it.pair.right.differs || ' (end) ' %></mark><%= it.pair.right.rest %></dd></div>
</dl>
<% for (const meaning of it.pair.meanings) { %><p><%= meaning %></p><% } %></figure>`;

const CHECKS = `<% if (it.checks.length === 0) { %><p class="soft">None was made.</p><% } else { %><ol class="checks">
<% for (const check of it.checks) { %>
<li class="<%= check.ok ? 'good' : 'bad' %>"><span class="sign"><%= check.ok ? '✓' : '✗' %><span class="unseen"><%= check.ok ? ' passed' : ' refused' %></span></span>
<div><code><%= check.name %></code><p><%= check.detail %></p>
<% if (!check.ok && it.values?.length > 0) { %>
<dl class="facts-list"><% for (const { name, value } of it.values) { %><div><dt><%= name %></dt><dd class="lines"><%= value %></dd></div><% } %></dl>
<% } %></div></li>
<% } %>
</ol><% } %>`;

const TREE = `<ul class="tree"><% for (const node of it.nodes) { %><li><% for (const cell of node.cells) { %><%~ include('@cell', { cell }) %> <% } %><% if (node.children.length > 0) { %><%~ include('@block-tree', { nodes: node.children }) %><% } %></li><% } %></ul>`;

export const PARTS: Readonly<Record<string, string>> = {
  cell: CELL,
  field: FIELD,
  form: FORM,
  'block-heading': '<h2><%= it.text %></h2>',
  'block-text': `<p<% if (it.tone) { %> class="<%= it.tone %>"<% } %><% if (it.tone === 'said bad') { %> role="alert"<% } %>><%= it.text %></p>`,
  'block-facts': `<dl class="facts-list"><% for (const [label, cell] of it.rows) { %><div><dt><%= label %></dt><dd><%~ include('@cell', { cell }) %></dd></div><% } %></dl>`,
  'block-table': `<% if (it.rows.length === 0) { %><p class="soft"><%= it.empty %></p><% } else { %><% const hasForms = it.rows.some((row) => row.forms?.length > 0); %><div class="scroll" tabindex="0" role="region" aria-label="<%= it.caption %>"><table class="stacked"><caption><%= it.caption %></caption><thead><tr><% for (const column of it.columns) { %><th scope="col"><%= column %></th><% } %><% if (hasForms) { %><th scope="col">Action</th><% } %></tr></thead><tbody>
<% for (const row of it.rows) { %><tr><% for (const [i, cell] of row.cells.entries()) { %><td data-label="<%= it.columns[i] %>"><%~ include('@cell', { cell }) %></td><% } %><% if (hasForms) { %><td><% for (const form of row.forms ?? []) { %><%~ include('@form', { form, frame: it.frame }) %><% } %></td><% } %></tr>
<% } %></tbody></table></div><% } %>`,
  'block-forms': `<div class="actions"><% for (const form of it.forms) { %><%~ include('@form', { form, frame: it.frame }) %><% } %></div>`,
  'block-form': `<%~ include('@form', { form: it.form, frame: it.frame }) %>`,
  'block-pre': `<pre id="<%= it.id %>" tabindex="0" role="region" aria-label="<%= it.label %>"><%= it.text %></pre><button type="button" data-copy="<%= it.id %>" hidden>Copy</button>`,
  'block-pair': PAIR,
  'block-checks': CHECKS,
  'block-links': `<% if (it.links.length > 0) { %><ul class="links"><% for (const link of it.links) { %><li><a href="<%= link.href %>"><%= link.name %></a></li><% } %></ul><% } %>`,
  'block-tree': TREE,
};
