/** The frame around every page: header, Quick Find above the tree, the page itself, and the footer that says what this is. */
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

export const FRAME = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title><%= it.page.heading %> | Setup | fauxforce</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the page</a>
<header>
<div class="brand">faux<span>force</span></div>
<span class="who"><%= it.username %> of <%= it.org %></span>
<% if (it.seesSetup) { %><a href="<%= it.base %>/lightning/setup/SetupOneHome/home"><span aria-hidden="true">&#9881; </span>Setup</a><% } %>
<a href="<%= it.base %>/lightning/settings/personal/PersonalInformation/home">Settings</a>
<a href="<%= it.base %>/secur/logout.jsp">Log Out</a>
</header>
<div class="sides">
<nav class="tree" aria-label="Setup">
<form method="get" action="<%= it.base %>/ui/setup/Setup" role="search">
<label class="hidden" for="quickfind">Quick Find</label>
<input id="quickfind" name="q" type="search" placeholder="Quick Find" autocomplete="off" maxlength="100" value="<%= it.sought %>">
<button class="button" type="submit">Find</button>
</form>
<details open><summary>Setup menu</summary>
<%~ include('@branches', it) %>
</details>
</nav>
<main id="main" tabindex="-1">
<% if (it.page.above) { %><p class="above"><%= it.page.above %></p><% } %>
<h1><%= it.page.heading %></h1>
<% for (const block of it.page.blocks) { %><%~ include('@' + block.kind, { ...block, base: it.base }) %><% } %>
</main>
</div>
<footer>fauxforce, a local mock. Not Salesforce: use test data only.<% if (it.why) { %> <a href="<%= it.why %>">why?</a><% } %></footer>
<script type="module">${SCRIPT}</script>
</body>
</html>
`;

export const BRANCHES = `<ul>
<% for (const branch of it.branches) { %><% if (branch.to === undefined) { %>
<li><span class="folder"><%= branch.label %></span><%~ include('@branches', { ...it, branches: branch.branches }) %></li>
<% } else { %>
<li data-words="<%= branch.words %>"><a id="<%= branch.id %>" href="<%= it.base + branch.to %>"<% if (branch.to === it.here) { %> aria-current="page"<% } %>><%= branch.label %></a></li>
<% } } %>
</ul>
`;
