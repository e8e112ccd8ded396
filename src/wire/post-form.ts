/** Has the browser post a form elsewhere, as the SAML POST binding does; without JavaScript by a button. */
import { hash } from 'node:crypto';
import { type HtmlReply, sendHtml } from './html.ts';
import { escapeXml } from './xml.ts';

const SCRIPT = 'document.forms[0].submit();';
const SCRIPT_SOURCE = `'sha256-${hash('sha256', SCRIPT, 'base64')}'`;

/** 200 with the page. @param url one that somebody has registered */
export function redirectByForm<Reply extends HtmlReply<Reply>>(
  reply: Reply,
  url: string,
  fields: Readonly<Record<string, string>>,
): Reply {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escapeXml(name)}" value="${escapeXml(value)}"/>`,
  );
  const html =
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset="UTF-8"><title>Continue</title></head><body>' +
    `<form method="post" action="${escapeXml(url)}">${inputs.join('')}<noscript><input type="submit" value="Continue"/></noscript></form>` +
    `<script>${SCRIPT}</script></body></html>\n`;
  return sendHtml(reply, html, { script: SCRIPT_SOURCE, formsGoAnywhere: true });
}
