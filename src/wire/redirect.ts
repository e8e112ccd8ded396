/** How the pages send a browser on: a plain Location, or Salesforce's page that does it by script. Source: authorize.md 2. */
import { hash } from 'node:crypto';
import { type HtmlReply, sendHtml } from './html.ts';

/** 302. The URL's own escapes are kept; what no header may hold is escaped. */
export function redirectByLocation<Reply extends HtmlReply<Reply>>(reply: Reply, url: string): Reply {
  return reply.code(302).header('location', headerSafe(url)).send();
}

/** 200 with the page that Salesforce uses right after a log-in or a click on Allow; it does nothing without JavaScript. */
export function redirectByScript<Reply extends HtmlReply<Reply>>(reply: Reply, url: string): Reply {
  const script = redirectScript(quotedInScript(headerSafe(url)));
  const html =
    '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd"><html><head><meta HTTP-EQUIV="PRAGMA" CONTENT="NO-CACHE">\n' +
    `<script>${script}</script></head></html>\n`;
  return sendHtml(reply, html, { script: `'sha256-${hash('sha256', script, 'base64')}'` });
}

function redirectScript(url: string): string {
  return `function redirectOnLoad() {
if (this.SfdcApp && this.SfdcApp.projectOneNavigator) { SfdcApp.projectOneNavigator.handleRedirect(${url}); } else
if (window.location.replace){ window.location.replace(${url}); } else { window.location.href =${url}; } }
redirectOnLoad();`;
}

function headerSafe(url: string): string {
  return url.toWellFormed().replace(/[^\x21-\x7e]/gu, encodeURIComponent);
}

/** Quoted so that it can end neither the string nor the script. */
function quotedInScript(url: string): string {
  const escaped = url.replace(
    /['"\\<>]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `'${escaped}'`;
}
