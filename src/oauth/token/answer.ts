/** The success answer of every grant: which members, their forms and their order (token.md 1.5, 1.7). */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { type Host, identityUrl, instanceUrl } from '../../org/hosts.ts';
import type { App, Site } from '../../org/model.ts';
import { calledSite, siteIdentityUrl, siteOfIssuer, siteUrl } from '../../org/sites.ts';
import type { Granted } from '../../tokens/granted.ts';
import type { IssuedTokens } from '../../tokens/issue.ts';
import { hashOrder, hashOrdered } from '../../wire/hash-order.ts';
import type { AnswerMember, Grant } from './grant.ts';
import { hybridMembers } from './hybrid-answer.ts';

interface Facts {
  readonly granted: Granted;
  readonly tokens: IssuedTokens;
  readonly calledHost: Host;
  /** The Experience Cloud site that the user logged in to, if it was one. */
  readonly site: Site | undefined;
  readonly id: string;
  /** Milliseconds since the epoch, as a string: the documentation's "seconds" is wrong. */
  readonly issuedAt: string;
}

const WRITE: Record<AnswerMember, (facts: Facts) => string | undefined> = {
  access_token: ({ tokens }) => tokens.accessToken,
  refresh_token: ({ tokens }) => tokens.refreshToken,
  sfdc_community_url: ({ granted, calledHost, site }) => site && siteUrl(calledHost, granted.org, site),
  sfdc_community_id: ({ site }) => site?.id,
  signature: ({ granted, id, issuedAt }) => sign(granted.app, id + issuedAt),
  // `opaque` is seen only where a site redeems what a user gave the app (token.md 1.7, 13).
  token_format: ({ tokens, site, granted }) =>
    tokens.tokenFormat === 'jwt' || (site && granted.redeem) ? tokens.tokenFormat : undefined,
  scope: ({ granted }) => hashOrder(granted.scopes).join(' '),
  id_token: ({ tokens }) => tokens.idToken,
  instance_url: ({ granted, calledHost }) => instanceUrl(calledHost, granted.org),
  id: ({ id }) => id,
  token_type: () => 'Bearer',
  issued_at: ({ issuedAt }) => issuedAt,
  api_instance_url: () => 'https://api.salesforce.com',
};

/** Whatever the grant, where there is something to say. */
const OF_EVERY_GRANT: readonly AnswerMember[] = ['sfdc_community_url', 'sfdc_community_id', 'token_format'];

export function answerMembers(
  { answer }: Pick<Grant, 'answer'>,
  granted: Granted,
  tokens: IssuedTokens,
  calledHost: Host,
): Record<string, string> {
  const { org, user } = granted;
  const site = siteOfLogIn(granted, calledHost);
  const id = site ? siteIdentityUrl(calledHost, org, user.id) : identityUrl(calledHost, org, user.id);
  const facts = { granted, tokens, calledHost, site, id, issuedAt: String(tokens.issuedAt) };
  const members: Record<string, string> = {};
  for (const member of [...answer.members, ...OF_EVERY_GRANT]) {
    const value = WRITE[member](facts);
    if (value !== undefined) members[member] = value;
  }
  if (granted.webSessions) Object.assign(members, hybridMembers(granted, tokens, calledHost));
  return answer.order === 'hash' ? (hashOrdered(members) as Record<string, string>) : members;
}

function siteOfLogIn({ org, authorizedAt }: Granted, calledHost: Host): Site | undefined {
  return authorizedAt ? siteOfIssuer(authorizedAt.issuer, org) : calledSite(calledHost, org);
}

/** Base64 HMAC-SHA256 of identity URL and `issued_at` with the consumer secret. */
function sign(app: App, message: string): string {
  return createHmac('sha256', keyOf(app)).update(message).digest('base64');
}

/** An app whose secret changes is another object. */
const keys = new WeakMap<App, KeyObject>();

function keyOf(app: App): KeyObject {
  const known = keys.get(app);
  if (known) return known;
  const key = createSecretKey(Buffer.from(app.consumerSecret));
  keys.set(app, key);
  return key;
}
