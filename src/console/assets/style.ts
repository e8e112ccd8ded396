/** The style of the inspector: calm and dense, from 320 to 2,560 pixels, light and dark. */

export const STYLE = `
:root { color-scheme: light dark;
  --paper: light-dark(#ffffff, #14171c); --wash: light-dark(#f4f6f8, #1b1f26); --line: light-dark(#d5dae0, #333a45);
  --ink: light-dark(#1a1f26, #e6e9ee); --soft: light-dark(#56606c, #a3adba); --link: light-dark(#0757a8, #7db8f5);
  --good: light-dark(#14693a, #6fd39b); --bad: light-dark(#b01021, #ff9a9a); --bad-wash: light-dark(#fdecec, #3a1d20);
  --good-wash: light-dark(#e9f6ee, #16301f); --mark: light-dark(#ffd84d, #8a6a00); --button: light-dark(#0757a8, #1f5f9f);
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
[data-theme=light] { color-scheme: light; }
[data-theme=dark] { color-scheme: dark; }
[hidden] { display: none !important; }
* { box-sizing: border-box; }
html { scroll-padding-top: 4rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  display: flex; flex-direction: column; min-height: 100vh; }
a { color: var(--link); text-underline-offset: 0.15em; }
code, pre, .mono { font-family: var(--mono); font-size: 0.875em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 0.5rem; top: 0.5rem; z-index: 2; padding: 0.5rem 0.75rem; background: var(--paper); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
header { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1rem; padding: 0.375rem 1rem; background: var(--wash);
  border-bottom: 1px solid var(--line); }
.brand { color: var(--ink); text-decoration: none; font-size: 1.0625rem; padding: 0.25rem 0; }
.brand b { color: var(--link); font-weight: 600; } .brand span { color: var(--soft); font-size: 0.875rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0 0.125rem; margin: 0; padding: 0; list-style: none; }
nav a { display: inline-block; padding: 0.25rem 0.5rem; min-height: 1.75rem; border-radius: 0.25rem; color: var(--ink); text-decoration: none; }
nav a:hover { background: var(--line); }
nav a[aria-current] { background: var(--line); font-weight: 600; }
.themes { margin-left: auto; display: flex; gap: 0.125rem; }
.themes button { border-color: transparent; background: none; color: var(--soft); padding: 0.125rem 0.5rem; min-height: 1.75rem; }
.themes button[aria-pressed=true] { border-color: var(--line); color: var(--ink); font-weight: 600; }
main { flex: 1; width: 100%; max-width: 90rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
main:focus { outline: none; }
footer { padding: 0.5rem 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: 0.8125rem; }
h1 { margin: 0 0 0.5rem; font-size: 1.25rem; line-height: 1.3; }
h2 { margin: 1.5rem 0 0.375rem; font-size: 1rem; } h3 { margin: 0 0 0.25rem; font-size: 0.875rem; color: var(--soft); font-weight: 600; }
p { margin: 0 0 0.5rem; max-width: 75ch; } .lead { font-size: 1rem; }
.soft { color: var(--soft); } .small { font-size: 0.8125rem; }
.good { color: var(--good); } .bad { color: var(--bad); }
.facts { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; max-width: none; }
.said { padding: 0.5rem 0.75rem; border-left: 4px solid var(--line); background: var(--wash); border-radius: 0.25rem; }
.said.bad { border-color: var(--bad); background: var(--bad-wash); color: var(--ink); }
.said.good { border-color: var(--good); background: var(--good-wash); color: var(--ink); }
pre { margin: 0 0 0.5rem; padding: 0.5rem 0.75rem; background: var(--wash); border: 1px solid var(--line); border-radius: 0.25rem; overflow: auto;
  white-space: pre-wrap; overflow-wrap: anywhere; max-height: 60vh; }
mark { background: var(--mark); color: inherit; border-radius: 2px; padding: 0 1px; font-weight: 700; text-decoration: underline; }
figure { margin: 0.75rem 0; } figcaption { margin-bottom: 0.25rem; color: var(--soft); font-size: 0.8125rem; }
.checks { margin: 0; padding: 0; list-style: none; }
.checks li { display: grid; grid-template-columns: 1.5rem 1fr; padding: 0.25rem 0.5rem; border-top: 1px solid var(--line); }
.checks li p { margin: 0; color: var(--ink); } .checks li.good code { color: var(--soft); }
.checks li.bad { background: var(--bad-wash); } .sign { font-weight: 700; }
.facts-list { margin: 0.25rem 0; display: grid; gap: 0.125rem; }
.facts-list > div { display: grid; grid-template-columns: minmax(6rem, 10rem) 1fr; gap: 0 0.75rem; }
.facts-list dt { color: var(--soft); } .facts-list dd { margin: 0; color: var(--ink); } .lines { white-space: pre-line; }
.columns { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); }
.columns > * { min-width: 0; }
button, .button { min-height: 1.875rem; padding: 0.25rem 0.75rem; font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--soft);
  border-radius: 0.25rem; cursor: pointer; text-decoration: none; display: inline-block; overflow-wrap: normal; }
button:hover, .button:hover { background: var(--wash); }
.primary { background: var(--button); border-color: var(--button); color: #fff; } .primary:hover { background: var(--button); filter: brightness(1.1); }
.danger { color: var(--bad); border-color: var(--bad); }
.actions { display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 0.5rem 0; align-items: end; }
.actions.fields { gap: 0.5rem 0.75rem; } .actions input:not([type]) { width: 100%; } .actions label:has(input:not([type])) { width: 20rem; } .actions label { max-width: 100%; grid-template-columns: minmax(0, 1fr); display: grid; gap: 0.125rem; font-size: 0.8125rem; color: var(--soft); }
input, select, textarea { font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--soft); border-radius: 0.25rem; padding: 0.25rem 0.5rem;
  min-height: 1.875rem; max-width: 100%; }
input[type=checkbox] { min-height: 0; width: 1.125rem; height: 1.125rem; }
textarea { width: 100%; min-height: 6rem; font-family: var(--mono); font-size: 0.875rem; }
.stack { display: grid; gap: 0.375rem; max-width: 40rem; justify-items: start; } .stack input, .stack select { width: 100%; }
details { margin: 0.5rem 0; } summary { cursor: pointer; min-height: 1.5rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; overflow-wrap: break-word; } td form.actions { margin: 0; } caption { text-align: left; color: var(--soft); font-size: 0.8125rem; padding: 0.25rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.5rem; border-top: 1px solid var(--line); } th { color: var(--soft); font-weight: 600; font-size: 0.8125rem; }
td time, td .nowrap, .nowrap { white-space: nowrap; }
tbody tr:hover, tr:focus-within { background: var(--wash); }
tr.group td, tr.group th { background: var(--wash); color: var(--soft); font-size: 0.8125rem; font-weight: 400; }
.chips { display: flex; flex-wrap: wrap; gap: 0.375rem; margin: 0.375rem 0; padding: 0; list-style: none; } .chips a { display: inline-block; padding: 0.125rem 0.5rem; min-height: 1.5rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--wash); text-decoration: none; }
.actions .whole { width: 100%; }
.walk { margin: 0; padding-left: 1.5rem; }
.links, .tools { margin: 0 0 0.5rem; padding-left: 1.25rem; }
.tree { list-style: none; padding-left: 1rem; margin: 0; border-left: 1px solid var(--line); } .tree li { padding: 0.25rem 0 0.25rem 0.5rem; }
.pill { position: sticky; top: 0.5rem; z-index: 1; }
.bar { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center; margin: 0.5rem 0; }
dialog { color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: 0.375rem; max-width: 30rem; }
dialog::backdrop { background: rgb(0 0 0 / 40%); }
kbd { font-family: var(--mono); font-size: 0.8125rem; border: 1px solid var(--line); border-radius: 0.25rem; padding: 0 0.25rem; background: var(--wash); }
@media (max-width: 40rem) { table { overflow-wrap: anywhere; }  main { padding: 0.75rem 0.5rem; } header { padding: 0.375rem 0.5rem; } .wide { display: none; }
  .facts-list > div { grid-template-columns: 1fr; }
  .journal thead { display: none; } .journal tr { display: block; border-top: 1px solid var(--line); padding: 0.25rem 0; }
  .stacked thead { display: none; } .stacked tr { display: block; border-top: 1px solid var(--line); padding: 0.25rem 0; }
  .stacked td { display: block; border: 0; padding: 0.125rem 0.375rem; } .stacked td[data-label]::before { content: attr(data-label) ": "; color: var(--soft); font-size: 0.8125rem; }
  .journal td, .journal th { display: inline-block; border: 0; padding: 0.125rem 0.375rem; } }
@media (forced-colors: active) { mark { forced-color-adjust: none; background: Mark; color: MarkText; } }
`;
