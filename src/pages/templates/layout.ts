/** The frame of every page a person sees. Data: `title`, `body`, and `why`: where a refusal is explained. */
export const STYLE = `
:root { color-scheme: light; --ink: #181818; --soft: #5c5c5c; --blue: #0176d3; --red: #ba0517; }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; align-items: center; justify-content: center;
  padding: 1.5rem 1rem; background: linear-gradient(#eaf5fe, #f3f3f3 60%); color: var(--ink);
  font: 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { width: 100%; max-width: 26rem; padding: 2rem; background: #fff; border: 1px solid #e5e5e5; border-radius: 0.75rem;
  box-shadow: 0 2px 12px rgb(3 45 96 / 8%); overflow-wrap: anywhere; }
.brand { margin: 0 0 1.5rem; font-size: 1.375rem; font-weight: 600; letter-spacing: -0.01em; color: #032d60; }
.brand span { color: var(--blue); }
h1 { margin: 0 0 0.75rem; font-size: 1.25rem; line-height: 1.3; font-weight: 600; }
p { margin: 0 0 1rem; }
ul { margin: 0 0 1.25rem; padding: 0; list-style: none; border: 1px solid #e5e5e5; border-radius: 0.5rem; }
li { padding: 0.625rem 0.875rem 0.625rem 2.25rem; position: relative; }
li + li { border-top: 1px solid #e5e5e5; }
li::before { content: ""; position: absolute; left: 1rem; top: 1.125rem; width: 0.5rem; height: 0.5rem; border-radius: 50%;
  background: var(--blue); }
label { display: block; margin: 0 0 0.25rem; font-size: 0.8125rem; color: var(--soft); }
.field { width: 100%; margin: 0 0 1rem; padding: 0.625rem 0.75rem; font: inherit; font-size: 1rem; color: inherit; background: #fff;
  border: 1px solid #747474; border-radius: 0.25rem; }
.button { min-height: 2.75rem; padding: 0.5rem 1rem; font: inherit; font-weight: 500; color: var(--blue); background: #fff;
  border: 1px solid #747474; border-radius: 0.25rem; cursor: pointer; }
.button:hover { background: #f3f3f3; }
.primary { color: #fff; background: var(--blue); border-color: var(--blue); }
.primary:hover { background: #014486; border-color: #014486; }
.wide { width: 100%; margin-top: 0.5rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0.75rem; margin: 0 0 1.25rem; }
.field:focus-visible, .button:focus-visible, a:focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; }
.loginError { margin: 0 0 1.25rem; padding: 0.75rem 0.875rem; color: var(--red); background: #fef1ee; border-radius: 0.25rem;
  border-left: 4px solid var(--red); }
.logo { display: block; max-width: 200px; max-height: 125px; margin: 0 0 1rem; }
.description { white-space: pre-line; color: var(--soft); }
.fine { margin: 0; font-size: 0.8125rem; color: var(--soft); }
a { color: var(--blue); }
footer { margin-top: 1rem; text-align: center; font-size: 0.75rem; color: var(--soft); }
@media (max-width: 30rem) { main { padding: 1.5rem 1.25rem; } }
`;

export const LAYOUT = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title><%= it.title %></title>
<style>${STYLE}</style>
</head>
<body>
<main>
<div class="brand">faux<span>force</span></div>
<%~ it.body %>
</main>
<footer>This is fauxforce, not Salesforce: use test passwords only.<% if (it.why) { %> <a href="<%= it.why %>">why?</a><% } %></footer>
</body>
</html>
`;
