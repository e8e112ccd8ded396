/** How HTML is sent: with headers that keep it where it belongs. */
import { HTML_TYPE } from './headers.ts';

/** What an answer is put on; Fastify's reply is one. */
export interface HtmlReply<Self> {
  code(status: number): Self;
  header(name: string, value: string): Self;
  type(contentType: string): Self;
  send(body?: string): Self;
}

/** URLs of what a page shows from elsewhere. */
export interface Shown {
  readonly frames?: readonly string[];
  readonly images?: readonly string[];
  /** Sources of the scripts that run. */
  readonly script?: string;
  /** Whether forms may be sent elsewhere. */
  readonly formsGoAnywhere?: true;
}

/**
 * Sends HTML that no frame may show, that loads nothing and sends forms only here, unless it is said otherwise. Referrers carry the origin alone: paths
 * hold approval processes.
 */
export function sendHtml<Reply extends HtmlReply<Reply>>(
  reply: Reply,
  html: string,
  allowed: Shown & { readonly style?: string } = {},
): Reply {
  const policy = [
    "default-src 'none'",
    ...(allowed.style ? [`style-src ${allowed.style}`] : []),
    ...(allowed.script ? [`script-src ${allowed.script}`] : []),
    ...(allowed.images?.length ? [`img-src ${originsOf(allowed.images).join(' ')}`] : []),
    ...(allowed.frames?.length ? [`frame-src ${originsOf(allowed.frames).join(' ')}`] : []),
    // Browsers hold what an app answers to a form to this, too: who sends one elsewhere cannot know where it leads.
    ...(allowed.formsGoAnywhere ? [] : ["form-action 'self'"]),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return reply
    .header('Content-Security-Policy', policy.join('; '))
    .header('X-Frame-Options', 'DENY')
    .header('Referrer-Policy', 'strict-origin')
    .type(HTML_TYPE)
    .send(html);
}

function originsOf(urls: readonly string[]): string[] {
  return [...new Set(urls.map((url) => new URL(url).origin))];
}
