/** The Allow Access page and its form: whoever presses a button saw it, in this session, for this request. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LiveSession } from '../oauth/session/sessions.ts';
import { basePath } from '../org/hosts.ts';
import type { App } from '../org/model.ts';
import { type Scope, scopeLabels } from '../org/scopes.ts';
import { writeQuery } from '../wire/form.ts';
import { sameText, sealOf } from '../wire/secrets.ts';
import type { Key } from '../world/keys.ts';
import type { World } from '../world/world.ts';
import { LOG_OUT_PATH } from './log-out.ts';
import { logoOf, showPage } from './render.ts';

interface AllowAccess {
  /** As the user's org has it. */
  readonly app: App;
  readonly session: LiveSession;
  readonly scopes: readonly Scope[];
  /** The path that the form is sent to. */
  readonly action: string;
  /** What the form is about; it comes back with it. */
  readonly source: string;
  /** Path and query that lead here again, for another user. */
  readonly startURL: string;
}

/** Asks the user of the session. */
export function showAllowAccess(
  { key, orgs }: World,
  reply: FastifyReply,
  { app, session, scopes, action, source, startURL }: AllowAccess,
): Promise<FastifyReply> {
  const base = basePath(reply.request.calledHost);
  const page = {
    app,
    username: session.user.username,
    labels: scopeLabels(scopes, orgs.org(app.orgId)),
    action: base + action,
    source,
    confirmation: confirmationOf(key, session, source),
    notYou: `${base}${LOG_OUT_PATH}?${writeQuery({ startURL })}`,
  };
  return showPage(reply, 'allow-access', page, logoOf(app));
}

/** What the form carries to prove that it is the one that this session was shown. */
function confirmationOf(key: Key, { row }: LiveSession, source: string): string {
  return sealOf(`${row} ${source}`, key('Allow Access form'));
}

/** The button, if the form is the one that this session was shown; undefined for anything else. */
export function buttonPressed(
  key: Key,
  { method, parameters }: FastifyRequest,
  session: LiveSession,
  source: string,
): 'Allow' | 'Deny' | undefined {
  if (method !== 'POST') return undefined;
  const sent = parameters.get('_CONFIRMATIONTOKEN') ?? '';
  if (!sameText(sent, confirmationOf(key, session, source))) return undefined;
  if (parameters.has('cancel')) return 'Deny';
  return parameters.has('save') ? 'Allow' : undefined;
}
