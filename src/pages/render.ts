/**
 * Renders the pages. Templates are strings in modules, so they are in the package without a build step of their own;
 * eta is loaded, and a template compiled, when the first page is asked for. `<%= %>` escapes; only the layout uses `<%~ %>`.
 */
import { hash } from 'node:crypto';
import type { Eta } from 'eta/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { localOrigin } from '../org/hosts.ts';
import type { App } from '../org/model.ts';
import { type Shown, sendHtml } from '../wire/html.ts';
import { entryPath } from '../wire/paths.ts';
import { ALLOW_ACCESS, type AllowAccessData } from './templates/allow-access.ts';
import { CONNECT, type ConnectData } from './templates/connect.ts';
import { CONNECTED, type ConnectedData } from './templates/connected.ts';
import { HOME, type HomeData } from './templates/home.ts';
import { IDP_ERROR, type IdpErrorData } from './templates/idp-error.ts';
import { LAYOUT, STYLE } from './templates/layout.ts';
import { LOG_IN, type LogInData } from './templates/log-in.ts';
import { LOG_OUT, type LogOutData } from './templates/log-out.ts';
import { OAUTH_ERROR, type OAuthErrorData } from './templates/oauth-error.ts';
import { SAML_ERROR } from './templates/saml-error.ts';
import { VERIFY_IDENTITY, type VerifyIdentityData } from './templates/verify-identity.ts';

/** What each page shows. */
export interface Pages {
  readonly 'log-in': LogInData;
  readonly 'allow-access': AllowAccessData;
  readonly connect: ConnectData;
  readonly connected: ConnectedData;
  readonly 'oauth-error': OAuthErrorData;
  readonly 'idp-error': IdpErrorData;
  readonly 'saml-error': Readonly<Record<never, never>>;
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
  'idp-error': IDP_ERROR,
  'saml-error': SAML_ERROR,
  home: HOME,
  'log-out': LOG_OUT,
  'verify-identity': VERIFY_IDENTITY,
};

const STYLE_SOURCE = `'sha256-${hash('sha256', STYLE, 'base64')}'`;

let loading: Promise<Eta> | undefined;

/** The logo that the Allow Access page shows. */
export function logoOf({ logoUrl }: Pick<App, 'logoUrl'>): Shown {
  return logoUrl === undefined ? {} : { images: [logoUrl] };
}

/**
 * Answers 200 with a page. A refusal that it tells of is explained behind the link in its footer.
 *
 * @param shown with the journal's id of the request that was refused, if that was an earlier one
 */
export async function showPage<Page extends keyof Pages>(
  reply: FastifyReply,
  page: Page,
  data: Pages[Page],
  shown: Shown & { readonly explainedBy?: string } = {},
): Promise<FastifyReply> {
  const eta = await loadTemplates();
  const { explainedBy, ...allowed } = shown;
  const why = explanationOf(reply.request, explainedBy);
  return sendHtml(reply, eta.render(`@${page}`, { ...data, why }), { style: STYLE_SOURCE, ...allowed });
}

/**
 * Where the inspector explains a refusal; undefined where nothing was refused, or whoever sees the page could not open it.
 *
 * @param id the journal's of the request that was refused: that of the page itself when left out
 */
export function explanationOf(
  request: FastifyRequest,
  id = request.trace.refusal && request.trace.id,
): string | undefined {
  return id === undefined || !isExplained(request) ? undefined : entryPath(id);
}

/** Whether whoever sees the page may open the inspector from it: it is on the hosts of this machine alone, and not always open. */
function isExplained({ calledHost, server }: FastifyRequest): boolean {
  return server.explains && localOrigin(calledHost) !== undefined;
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
