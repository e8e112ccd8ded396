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
<footer>fauxforce, a local mock. Not Salesforce. <span id="keys" hidden><button type="button" id="keys-help">Keys</button></span></footer>
</body>
</html>
`;
