/** The look of Setup: its layout, and colours and type of our own. One text for every page, so that one hash allows it. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #181818; --soft: #55585c; --paper: #fff; --ground: #f3f4f6; --line: #d5d8dc; --edge: #72777d;
  --blue: #0b5cab; --onblue: #fff; --red: #ab0419; --redpaper: #fdeeee; --green: #1d6b34; --greenpaper: #ecf7ee; --note: #eef4fb; --mark: #fdf3d8; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceef0; --soft: #aab1b8; --paper: #1b1e22; --ground: #121417; --line: #383d43; --edge: #878f98;
  --blue: #7ab7f5; --onblue: #0b1722; --red: #ff9a94; --redpaper: #3a1c1d; --green: #8fd6a1; --greenpaper: #16301d; --note: #172736; --mark: #3b3115; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; background: var(--ground); color: var(--ink); overflow-wrap: anywhere;
  font: 0.875rem/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
a { color: var(--blue); }
a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, textarea:focus-visible, summary:focus-visible
  { outline: 2px solid var(--blue); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 0.5rem; top: 0.5rem; z-index: 2; padding: 0.5rem 1rem; background: var(--paper); }
header { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1rem; padding: 0.5rem 1rem; background: var(--paper); border-bottom: 1px solid var(--line); }
.brand { font-weight: 600; font-size: 1.0625rem; margin-right: auto; }
.brand span { color: var(--blue); }
header a, .tree a { display: inline-block; min-height: 1.5rem; line-height: 1.5rem; }
details > summary { min-height: 1.5rem; line-height: 1.5rem; cursor: pointer; }
.who { color: var(--soft); }
.sides { flex: 1; display: grid; grid-template-columns: 16rem minmax(0, 1fr); width: 100%; max-width: 120rem; margin: 0 auto; }
.tree { padding: 1rem; border-right: 1px solid var(--line); }
.tree form { display: flex; gap: 0.25rem; margin-bottom: 0.75rem; }
.tree form input { min-width: 0; flex: 1; }
.tree ul { list-style: none; margin: 0; padding: 0 0 0 0.75rem; }
.tree details > ul { padding: 0; }
.tree details > ul > li > a { margin-left: -0.375rem; }
.tree li { padding: 0.0625rem 0; }
.tree .folder { color: var(--soft); font-weight: 600; }
.tree details > ul > li > .folder { display: block; margin-top: 0.75rem; font-size: 0.75rem; text-transform: uppercase; letter-spacing: 0.04em; }
.tree a { text-decoration: none; color: var(--ink); padding: 0.125rem 0.375rem; border-radius: 0.25rem; }
.tree a:hover { text-decoration: underline; }
.tree a[aria-current] { background: var(--note); font-weight: 600; }
.tree summary { display: none; }
main { padding: 1rem 1.5rem 2rem; min-width: 0; }
.above { margin: 0; color: var(--soft); font-size: 0.8125rem; }
h1 { margin: 0 0 1rem; font-size: 1.375rem; line-height: 1.25; font-weight: 600; }
h2 { margin: 0; padding: 0.5rem 0.75rem; font-size: 0.9375rem; background: var(--ground); border-bottom: 1px solid var(--line); }
.card, table { background: var(--paper); border: 1px solid var(--line); border-radius: 0.375rem; }
.card { margin: 0 0 1rem; overflow: hidden; }
.note { margin: 0; padding: 0.5rem 0.75rem 0; color: var(--soft); }
.parts { display: flex; flex-wrap: wrap; gap: 0.375rem 0.75rem; align-items: center; }
td .parts { flex-wrap: nowrap; }
.buttons { margin: 0 0 1rem; }
.parts form { margin: 0; }
.button { white-space: nowrap; display: inline-block; min-height: 1.875rem; padding: 0.25rem 0.875rem; font: inherit; font-weight: 500; line-height: 1.25rem; color: var(--blue); background: var(--paper);
  border: 1px solid var(--edge); border-radius: 0.25rem; cursor: pointer; text-decoration: none; }
.button:hover { background: var(--note); }
.primary { background: var(--blue); border-color: var(--blue); color: var(--onblue); }
.primary:hover { background: var(--blue); text-decoration: underline; }
.wide { position: relative; overflow-x: auto; margin: 0 0 1rem; }
.listhead { display: flex; flex-wrap: wrap; gap: 0.375rem 1rem; align-items: center; margin: 0 0 0.375rem; }
.listhead h2 { padding: 0; background: none; border: 0; }
.listhead .buttons { margin: 0; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.375rem 0.75rem; overflow-wrap: break-word; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--soft); font-size: 0.8125rem; }
.pager { display: flex; flex-wrap: wrap; gap: 1rem; margin: 0 0 1rem; }
dl, .field { margin: 0; display: grid; grid-template-columns: minmax(9rem, 22%) minmax(0, 1fr); gap: 0.25rem 1rem; padding: 0.4375rem 0.75rem; }
dl { row-gap: 0.5rem; }
dt, .label { color: var(--soft); text-align: right; }
dd { margin: 0; min-width: 0; white-space: pre-line; }
.mono { font: 0.8125rem/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre { margin: 0; padding: 0.75rem; overflow-x: auto; white-space: pre-wrap; }
.message { margin: 0 0 1rem; padding: 0.625rem 0.875rem; background: var(--note); border-left: 4px solid var(--blue); border-radius: 0.25rem; }
.message.done { background: var(--greenpaper); border-color: var(--green); }
.message.errorMsg { background: var(--redpaper); border-color: var(--red); color: var(--red); }
.message ul { margin: 0.25rem 0 0; padding-left: 1.25rem; }
.required > .control > :is(input, textarea), .required > .control .selected { border-left: 4px solid var(--red); }
.star { color: var(--red); }
.field .errorMsg { color: var(--red); }
.help { color: var(--soft); font-size: 0.8125rem; }
.control { min-width: 0; }
.control fieldset, .field fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
.control legend { padding: 0; }
input, select, textarea { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: 0.25rem; padding: 0.25rem 0.5rem; max-width: 100%; }
input:not([type=checkbox], [type=radio], [type=file], [type=submit]), textarea { width: 32rem; }
input[type=number] { width: 6rem !important; }
input[type=checkbox], input[type=radio] { width: 1.125rem; height: 1.125rem; margin: 0.1875rem 0.375rem 0.1875rem 0; vertical-align: top; accent-color: var(--blue); }
select[multiple] { width: 18rem; height: 12rem; }
option { white-space: normal; }
.pick { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
.pick > div { min-width: 0; }
.pick label, .pick .between { display: block; }
.between .button { display: block; width: 100%; margin: 0.25rem 0; }
.choice { min-height: 1.5rem; }
.gate:not(:has(> .field > .control > input:checked)) > .unfolded { display: none; }
.unfolded { margin-left: 1rem; border-left: 2px solid var(--line); }
.rows input { width: 100% !important; min-width: 5rem; }
dialog { max-width: 30rem; color: var(--ink); background: var(--paper); border: 1px solid var(--edge); border-radius: 0.375rem; }
dialog::backdrop { background: rgb(0 0 0 / 50%); }
footer { padding: 1rem; text-align: center; color: var(--soft); font-size: 0.8125rem; border-top: 1px solid var(--line); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 48rem) { td .parts { flex-wrap: wrap; } .sides { grid-template-columns: minmax(0, 1fr); } .tree { border-right: 0; border-bottom: 1px solid var(--line); }
  .tree summary { display: list-item; min-height: 1.5rem; cursor: pointer; }
  main { padding: 1rem; } dl, .field { grid-template-columns: minmax(0, 1fr); } dt, .label { text-align: left; } dl { row-gap: 0.125rem; } dd { margin-bottom: 0.5rem; } }
@media (forced-colors: active) { .button, .message { border: 1px solid; } .tree a[aria-current] { outline: 1px solid; } }
`;
