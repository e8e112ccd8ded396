/** How the controls of a form are written. Data: the field. Each has a label of its own; its errors and help are said with it. */

const FIELD = `<% const id = it.id ?? it.name; const errors = it.errors ?? []; const described = [...(errors.length > 0 ? [id + '-error'] : []), ...(it.help ? [id + '-help'] : [])].join(' ');
const more = { ...it, id, described, isWrong: errors.length > 0 }; const isGroup = ['radio', 'picker', 'checks', 'rows'].includes(it.kind); %>
<% if (it.kind === 'check') { %><div class="gate"><% } %>
<div class="field<% if (it.isRequired) { %> required<% } %>"<% if (isGroup) { %> role="group" aria-labelledby="<%= id %>-label"<% } %>>
<% if (isGroup || it.kind === 'fixed') { %><div class="label" id="<%= id %>-label"><% } else { %><label class="label" for="<%= id %>"><% } %><% if (it.isRequired) { %><span class="star" aria-hidden="true">* </span><% } %><%= it.label %><% if (isGroup || it.kind === 'fixed') { %></div><% } else { %></label><% } %>
<div class="control">
<%~ include('@field-' + it.kind, more) %>
<% if (errors.length > 0) { %><div class="errorMsg" id="<%= id %>-error"><% for (const error of errors) { %><div>Error: <%= error %></div><% } %></div><% } %>
<% if (it.help) { %><div class="help" id="<%= id %>-help"><%= it.help %></div><% } %>
</div>
</div>
<% if (it.kind === 'check') { %><% if (it.unfolds) { %><div class="unfolded"><% for (const inner of it.unfolds) { %><%~ include('@field', inner) %><% } %></div><% } %></div><% } %>
`;

/** Attributes that all inputs have. */
const COMMON = `name="<%= it.name %>" id="<%= it.id %>"<% if (it.described) { %> aria-describedby="<%= it.described %>"<% } %><% if (it.isWrong) { %> aria-invalid="true"<% } %><% if (it.isRequired) { %> aria-required="true"<% } %>`;

const WORDS = `<% if (it.filledFrom) { %> data-filled-from="<%= it.filledFrom %>"<% } %>`;

const DIALOG = `<dialog id="<%= it.id %>-dialog" aria-label="<%= it.label %>"><p><%= typeof it.warning === 'string' ? it.warning : it.warning.text %></p><button class="button primary" type="button">OK</button></dialog>`;

export const FIELD_TEMPLATES = {
  field: FIELD,
  'field-text': `<input ${COMMON}${WORDS} type="<%= it.type ?? 'text' %>" value="<%= it.value %>"><% if (it.unit) { %> <%= it.unit %><% } %>`,
  'field-area': `<textarea ${COMMON} rows="<%= it.rows ?? 3 %>">\n<%= it.value %></textarea>`,
  'field-check': `<input ${COMMON} type="checkbox" value="1"<% if (it.isOn) { %> checked<% } %><% if (it.isLocked) { %> disabled<% } %><% if (it.warning) { %> data-warning="<%= it.id %>-dialog"<% } %><% if (it.fills) { %> data-success-url="<%= it.fills %>"<% } %>><% if (it.warning) { %>${DIALOG}<% } %>`,
  'field-select': `<select ${COMMON}<% if (it.warning) { %> data-warning="<%= it.id %>-dialog" data-warning-value="<%= it.warning.value %>"<% } %>><% for (const option of it.options) { %><option value="<%= option.value %>"<% if (option.value === it.value) { %> selected<% } %>><%= option.label %></option><% } %></select><% if (it.warning) { %>${DIALOG}<% } %>`,
  'field-radio': `<% for (const [at, option] of it.options.entries()) { %><div class="choice"><input type="radio" name="<%= it.name %>" id="<%= it.id %>-<%= at %>" value="<%= option.value %>"<% if (option.value === it.value) { %> checked<% } %>><label for="<%= it.id %>-<%= at %>"><%= option.label %></label><% if (option.period) { const { period } = option; %> <input type="number" min="1" name="<%= period.name %>Count" id="<%= period.name %>Count" aria-label="<%= option.label %>" value="<%= period.count %>"> <select name="<%= period.name %>Unit" id="<%= period.name %>Unit" aria-label="<%= option.label %>: unit"><% for (const unit of period.units) { %><option value="<%= unit.value %>"<% if (unit.value === period.unit) { %> selected<% } %>><%= unit.label %></option><% } %></select><% } %></div><% } %>`,
  'field-picker': `<div class="pick" data-name="<%= it.name %>"><div><label for="<%= it.id %>-available"><%= it.availableLabel %></label><select multiple id="<%= it.id %>-available" name="available:<%= it.name %>"><% for (const option of it.available) { %><option value="<%= option.value %>"><%= option.label %></option><% } %></select></div><div class="between"><button class="button" type="submit" name="_again" value="add:<%= it.name %>">Add</button><button class="button" type="submit" name="_again" value="remove:<%= it.name %>">Remove</button></div><div><label for="<%= it.id %>"><%= it.label %></label><select multiple class="selected" id="<%= it.id %>" name="selected:<%= it.name %>"<% if (it.described) { %> aria-describedby="<%= it.described %>"<% } %>><% for (const option of it.selected) { %><option value="<%= option.value %>"><%= option.label %></option><% } %></select></div><div class="kept"><% for (const option of it.selected) { %><input type="hidden" name="<%= it.name %>" value="<%= option.value %>"><% } %></div></div><% if (it.alsoCalled) { %><details class="help"><summary>What older guides call them</summary><ul><% for (const [older, now] of it.alsoCalled) { %><li><%= older %>: now <%= now %></li><% } %></ul></details><% } %>`,
  'field-file': `<input ${COMMON} type="file" accept="<%= it.accept %>"><% if (it.kept) { %><input type="hidden" name="kept:<%= it.name %>" value="<%= it.kept %>"><% } %><% if (it.now) { %> <span><%= it.now %></span><% } %>`,
  'field-checks': `<% for (const [at, option] of it.options.entries()) { %><div class="choice"><input type="checkbox" name="<%= it.name %>" id="<%= it.id %>-<%= at %>" value="<%= option.value %>"<% if (option.isOn) { %> checked<% } %>><label for="<%= it.id %>-<%= at %>"><%= option.label %></label></div><% } %>`,
  'field-rows': `<% if (it.rows.length > 0) { %><table class="rows"><thead><tr><% for (const column of it.columns) { %><th scope="col"><%= column.label %></th><% } %><th scope="col">Action</th></tr></thead><tbody><% for (const [at, row] of it.rows.entries()) { %><tr><% for (const [i, column] of it.columns.entries()) { %><td><input type="text" name="<%= it.name %>:<%= column.key %>" id="<%= it.name %>-<%= at %>-<%= column.key %>" aria-label="<%= column.label %> <%= at + 1 %>" value="<%= row[i] %>"></td><% } %><td><button class="button" type="submit" name="_again" value="delete:<%= it.name %>:<%= at %>">Del<span class="hidden"> <%= at + 1 %></span></button></td></tr><% } %></tbody></table><% } %><button class="button" type="submit" name="_again" value="new:<%= it.name %>"><%= it.addLabel %></button>`,
  'field-fixed': `<span id="<%= it.id %>"><%= it.value %></span>`,
} as const;
