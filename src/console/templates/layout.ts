/** The frame of every page: navigation, heading, theme, footer. */

export const LAYOUT = `<!DOCTYPE html>
<html lang="en" data-theme="<%= it.frame.theme %>">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title><%= it.frame.title %> | fauxforce</title>
<link rel="stylesheet" href="<%= it.frame.base %>/console.css">
<link rel="icon" href="<%= it.frame.base %>/icon.svg">
<script type="module" src="<%= it.frame.base %>/console.js"></script>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header>
<a class="brand" href="<%= it.frame.base %>">faux<b>force</b> <span>inspector</span></a>
<nav aria-label="Screens">
<ul>
<% for (const { path, name, key } of it.frame.navigation) { %>
<li><a href="<%= path %>" data-go="<%= key %>"<% if (it.frame.here === path) { %> aria-current="page"<% } %>><%= name %></a></li>
<% } %>
</ul>
</nav>
<form method="post" action="<%= it.frame.base %>/theme" class="themes" aria-label="Theme">
<input type="hidden" name="to" value="<%= it.frame.path %>">
<% for (const theme of it.frame.themes) { %>
<button name="theme" value="<%= theme %>" aria-pressed="<%= theme === it.frame.theme %>"><%= theme %></button>
<% } %>
</form>
</header>
<main id="main" tabindex="-1">
<h1><%= it.heading ?? it.frame.title %></h1>
<%~ it.body %>
</main>
<footer>fauxforce, a local mock. Not Salesforce. Lab clock <time id="now" datetime="<%= it.frame.now %>"<% if (it.frame.isFrozen) { %> data-frozen="1"<% } %>><%= it.frame.now.slice(0, 19).replace('T', ' ') %></time> UTC<% if (it.frame.isFrozen) { %>, frozen<% } %>. <span id="keys" hidden><button type="button" id="keys-help">Keys</button></span></footer>
<dialog id="keys-dialog" aria-labelledby="keys-title">
<h2 id="keys-title">Keys</h2>
<dl class="facts-list">
<div><dt><kbd>j</kbd> <kbd>k</kbd> or arrows</dt><dd>next and previous row</dd></div>
<div><dt><kbd>Enter</kbd></dt><dd>open it</dd></div>
<div><dt><kbd>Esc</kbd></dt><dd>back to the list, at the same row</dd></div>
<div><dt><kbd>/</kbd></dt><dd>filters</dd></div>
<div><dt><kbd>p</kbd></dt><dd>pause</dd></div>
<div><dt><kbd>c</kbd></dt><dd>copy as curl</dd></div>
<div><dt><kbd>r</kbd></dt><dd>replay</dd></div>
<div><dt><kbd>g</kbd>, then</dt><dd><% for (const { key, name } of it.frame.navigation) { %><kbd><%= key %></kbd> <%= name %> <% } %></dd></div>
<div><dt><kbd>?</kbd></dt><dd>this list</dd></div>
</dl>
<form method="dialog"><p><label><input type="checkbox" id="keys-on"> Single keys are shortcuts</label></p><button class="primary">Close</button></form>
</dialog>
</body>
</html>
`;
