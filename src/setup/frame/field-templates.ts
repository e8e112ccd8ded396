/** How the controls of a form are written. Data: `field`, as templates hand on all that they have themselves. Each has a label of its own; its errors and help are said with it. */

const FIELD = `<% const f = it.field; const id = f.id ?? f.name; const errors = f.errors ?? []; const described = [...(errors.length > 0 ? [id + '-error'] : []), ...(f.help ? [id + '-help'] : [])].join(' ');
const more = { ...f, id, described, isWrong: errors.length > 0 }; const isGroup = ['radio', 'picker', 'checks', 'rows'].includes(f.kind); %>
<% if (f.kind === 'check') { %><div class="gate"><% } %>
<div class="field<% if (f.isRequired) { %> required<% } %>"<% if (isGroup && f.kind !== 'picker') { %> role="group" aria-labelledby="<%= id %>-label"<% } %>>
<% if (isGroup || f.kind === 'fixed') { %><div class="label" id="<%= id %>-label"><% } else { %><label class="label" for="<%= id %>"><% } %><% if (f.isRequired) { %><span class="star" aria-hidden="true">* </span><% } %><%= f.label %><% if (isGroup || f.kind === 'fixed') { %></div><% } else { %></label><% } %>
<div class="control">
<%~ include('@field-' + f.kind, { field: more }) %>
<% if (errors.length > 0) { %><div class="errorMsg" id="<%= id %>-error"><% for (const error of errors) { %><div>Error: <%= error %></div><% } %></div><% } %>
<% if (f.help) { %><div class="help" id="<%= id %>-help"><%= f.help %></div><% } %>
</div>
</div>
<% if (f.kind === 'check') { %><% if (f.unfolds) { %><div class="unfolded"><% for (const inner of f.unfolds) { %><%~ include('@field', { field: inner }) %><% } %></div><% } %></div><% } %>
`;

/** Attributes that all inputs have. */
const COMMON = `name="<%= f.name %>" id="<%= f.id %>"<% if (f.described) { %> aria-describedby="<%= f.described %>"<% } %><% if (f.isWrong) { %> aria-invalid="true"<% } %><% if (f.isRequired) { %> aria-required="true"<% } %>`;

const WORDS = `<% if (f.filledFrom) { %> data-filled-from="<%= f.filledFrom %>"<% } %>`;

const DIALOG = `<dialog id="<%= f.id %>-dialog" aria-label="Warning"><p><%= typeof f.warning === 'string' ? f.warning : f.warning.text %></p><button class="button primary" type="button">OK</button></dialog>`;

export const FIELD_TEMPLATES = {
  field: FIELD,
  'field-text': `<% const f = it.field; %><input ${COMMON}${WORDS} type="<%= f.type ?? 'text' %>" value="<%= f.value %>"><% if (f.unit) { %> <%= f.unit %><% } %>`,
  'field-area': `<% const f = it.field; %><textarea ${COMMON} rows="<%= f.rows ?? 3 %>">\n<%= f.value %></textarea>`,
  'field-check': `<% const f = it.field; %><input ${COMMON} type="checkbox" value="1"<% if (f.isOn) { %> checked<% } %><% if (f.isLocked) { %> disabled<% } %><% if (f.warning) { %> data-warning="<%= f.id %>-dialog"<% } %><% if (f.fills) { %> data-success-url="<%= f.fills %>"<% } %>><% if (f.warning) { %>${DIALOG}<% } %>`,
  'field-select': `<% const f = it.field; %><select ${COMMON}<% if (f.warning) { %> data-warning="<%= f.id %>-dialog" data-warning-value="<%= f.warning.value %>"<% } %>><% for (const option of f.options) { %><option value="<%= option.value %>"<% if (option.value === f.value) { %> selected<% } %>><%= option.label %></option><% } %></select><% if (f.warning) { %>${DIALOG}<% } %>`,
  'field-radio': `<% const f = it.field; %><% for (const [at, option] of f.options.entries()) { %><div class="choice"><input type="radio" name="<%= f.name %>" id="<%= f.id %>-<%= at %>" value="<%= option.value %>"<% if (option.value === f.value) { %> checked<% } %>><label for="<%= f.id %>-<%= at %>"><%= option.label %></label><% if (option.period) { const { period } = option; %> <input type="number" min="1" name="<%= period.name %>Count" id="<%= period.name %>Count" aria-label="<%= option.label %>" value="<%= period.count %>"> <select name="<%= period.name %>Unit" id="<%= period.name %>Unit" aria-label="<%= option.label %>: unit"><% for (const unit of period.units) { %><option value="<%= unit.value %>"<% if (unit.value === period.unit) { %> selected<% } %>><%= unit.label %></option><% } %></select><% } %></div><% } %>`,
  'field-picker': `<% const f = it.field; %><div class="pick" data-name="<%= f.name %>"><div><label for="<%= f.id %>-available"><%= f.availableLabel %></label><select multiple id="<%= f.id %>-available" name="available:<%= f.name %>"><% for (const option of f.available) { %><option value="<%= option.value %>"><%= option.label %></option><% } %></select></div><div class="between"><button class="button" type="submit" name="_again" value="add:<%= f.name %>">Add</button><button class="button" type="submit" name="_again" value="remove:<%= f.name %>">Remove</button></div><div><label for="<%= f.id %>"><%= f.label %></label><select multiple class="selected" id="<%= f.id %>" name="selected:<%= f.name %>"<% if (f.described) { %> aria-describedby="<%= f.described %>"<% } %>><% for (const option of f.selected) { %><option value="<%= option.value %>"><%= option.label %></option><% } %></select></div><div class="kept"><% for (const option of f.selected) { %><input type="hidden" name="<%= f.name %>" value="<%= option.value %>"><% } %></div></div><% if (f.alsoCalled) { %><details class="help"><summary>What older guides call them</summary><ul><% for (const [older, now] of f.alsoCalled) { %><li><%= older %>: now <%= now %></li><% } %></ul></details><% } %>`,
  'field-file': `<% const f = it.field; %><input ${COMMON} type="file" accept="<%= f.accept %>"><% if (f.kept) { %><input type="hidden" name="kept:<%= f.name %>" value="<%= f.kept %>"><% } %><% if (f.now) { %> <span><%= f.now %></span><% } %>`,
  'field-checks': `<% const f = it.field; %><% for (const [at, option] of f.options.entries()) { %><div class="choice"><input type="checkbox" name="<%= f.name %>" id="<%= f.id %>-<%= at %>" value="<%= option.value %>"<% if (option.isOn) { %> checked<% } %>><label for="<%= f.id %>-<%= at %>"><%= option.label %></label></div><% } %>`,
  'field-rows': `<% const f = it.field; %><% if (f.rows.length > 0) { %><div class="wide"><table class="rows"><thead><tr><% for (const column of f.columns) { %><th scope="col"><%= column.label %></th><% } %><th scope="col">Action</th></tr></thead><tbody><% for (const [at, row] of f.rows.entries()) { %><tr><% for (const [i, column] of f.columns.entries()) { %><td><input type="text" name="<%= f.name %>:<%= column.key %>" id="<%= f.name %>-<%= at %>-<%= column.key %>" aria-label="<%= column.label %> <%= at + 1 %>" value="<%= row[i] %>"></td><% } %><td><button class="button" type="submit" name="_again" value="delete:<%= f.name %>:<%= at %>">Del<span class="hidden"> <%= at + 1 %></span></button></td></tr><% } %></tbody></table></div><% } %><button class="button" type="submit" name="_again" value="new:<%= f.name %>"><%= f.addLabel %></button>`,
  'field-fixed': `<% const f = it.field; %><span id="<%= f.id %>"><%= f.value %></span>`,
} as const;
