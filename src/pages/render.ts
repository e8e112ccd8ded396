/**
 * Renders the pages. Templates are strings in modules, so they are in the package without a build step of their own;
 * eta is loaded, and a template compiled, when the first page is asked for. `<%= %>` escapes; only the layout uses `<%~ %>`.
 */
import { hash } from 'node:crypto';
import type { Eta } from 'eta/core';
import type { FastifyReply } from 'fastify';
import type { App } from '../org/model.ts';
import { HTML_TYPE } from '../wire/headers.ts';
import { ALLOW_ACCESS, type AllowAccessData } from './templates/allow-access.ts';
import { CONNECT, type ConnectData } from './templates/connect.ts';
import { CONNECTED, type ConnectedData } from './templates/connected.ts';
import { HOME, type HomeData } from './templates/home.ts';
import { LAYOUT, STYLE } from './templates/layout.ts';
import { LOG_IN, type LogInData } from './templates/log-in.ts';
import { LOG_OUT, type LogOutData } from './templates/log-out.ts';
import { OAUTH_ERROR, type OAuthErrorData } from './templates/oauth-error.ts';
import { VERIFY_IDENTITY, type VerifyIdentityData } from './templates/verify-identity.ts';

/** What each page shows. */
export interface Pages {
  readonly 'log-in': LogInData;
  readonly 'allow-access': AllowAccessData;
  readonly connect: ConnectData;
  readonly connected: ConnectedData;
  readonly 'oauth-error': OAuthErrorData;
  readonly home: HomeData;
  readonly 'log-out': LogOutData;
  readonly 'verify-identity': VerifyIdentityData;
}

const TEMPLATES: Readonly<Record<keyof Pages, string>> = {
  'log-in': LOG_IN,
  'allow-access': ALLOW_ACCESS,
  connect: CONNECT,
  connected: CONNECTED,
  'oauth-error': OAUTH_ERROR,
  home: HOME,
  'log-out': LOG_OUT,
  'verify-identity': VERIFY_IDENTITY,
};

const STYLE_SOURCE = `'sha256-${hash('sha256', STYLE, 'base64')}'`;

let loading: Promise<Eta> | undefined;

/** URLs of what a page shows from elsewhere. */
interface Shown {
  readonly frames?: readonly string[];
  readonly images?: readonly string[];
}

/** The logo that the Allow Access page shows. */
export function logoOf({ logoUrl }: Pick<App, 'logoUrl'>): Shown {
  return logoUrl === undefined ? {} : { images: [logoUrl] };
}

/** Answers 200 with a page. */
export async function showPage<Page extends keyof Pages>(
  reply: FastifyReply,
  page: Page,
  data: Pages[Page],
  shown: Shown = {},
): Promise<FastifyReply> {
  const eta = await loadTemplates();
  return sendHtml(reply, eta.render(`@${page}`, data), { style: STYLE_SOURCE, ...shown });
}

/** Loaded with the first page. */
export function loadTemplates(): Promise<Eta> {
  loading ??= readTemplates();
  return loading;
}

async function readTemplates(): Promise<Eta> {
  const { Eta } = await import('eta/core');
  const eta = new Eta({ varName: 'it', autoEscape: true });
  eta.loadTemplate('@layout', LAYOUT);
  for (const [name, template] of Object.entries(TEMPLATES)) eta.loadTemplate(`@${name}`, template);
  return eta;
}

/**
 * Sends HTML that no frame may show, that loads nothing and sends forms only here. Referrers carry the origin alone: paths
 * hold approval processes.
 */
export function sendHtml(
  reply: FastifyReply,
  html: string,
  allowed: Shown & { readonly style?: string; readonly script?: string } = {},
): FastifyReply {
  const policy = [
    "default-src 'none'",
    ...(allowed.style ? [`style-src ${allowed.style}`] : []),
    ...(allowed.script ? [`script-src ${allowed.script}`] : []),
    ...(allowed.images?.length ? [`img-src ${originsOf(allowed.images).join(' ')}`] : []),
    ...(allowed.frames?.length ? [`frame-src ${originsOf(allowed.frames).join(' ')}`] : []),
    "form-action 'self'",
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
