/** E-mails and texts that Salesforce would send: nothing leaves the machine, and who tests reads them in the outbox. The words are recalled. */
import type { Org, User } from '../org/model.ts';
import type { Message, StoredMessage } from '../store/port.ts';
import type { World } from './world.ts';

/** What messages are for. */
export const MESSAGE_KINDS = [
  'identity-verification',
  'user-registration',
  'passwordless-login',
  'forgot-password',
  'security-token',
  'password-reset',
  'password-changed',
] as const;

export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** Of each org the newest so many are kept. */
const MOST_KEPT = 500;
/** Characters of an address: whoever registers writes their own. */
const LONGEST_ADDRESS = 255;

/** Messages with a code, by what it is good for. */
const CODE_SUBJECTS = {
  'identity-verification': 'Verify your identity in Salesforce',
  'user-registration': 'Verify your email address',
  'passwordless-login': 'Your verification code',
  'forgot-password': 'Your verification code to reset your password',
} as const satisfies Partial<Record<MessageKind, string>>;

export type CodeKind = keyof typeof CODE_SUBJECTS;

export async function postCode(
  world: World,
  kind: CodeKind,
  { orgId, userId, to, code }: { orgId: string; userId: string; to: string; code: string },
): Promise<void> {
  const text = `Verification Code: ${code}\n\nIf you did not ask for it, change your password and tell your administrator.`;
  await post(world, { orgId, userId, recipient: to, kind, subject: CODE_SUBJECTS[kind], text, code });
}

/** The new security token: it is shown nowhere else. */
export async function postSecurityToken(world: World, org: Org, user: User, token: string): Promise<void> {
  await post(world, {
    ...addressOf(org, user),
    kind: 'security-token',
    subject: 'Your new Salesforce security token',
    text: `Your Salesforce security token has been reset.\n\nUsername: ${user.username}\nSecurity token (case-sensitive): ${token}\n\nThe old one is no longer good. API clients append it to the password.`,
    code: token,
  });
}

/** An administrator reset a password: the temporary one is good until it is changed. */
export async function postResetPassword(world: World, org: Org, user: User, password: string): Promise<void> {
  await post(world, {
    ...addressOf(org, user),
    kind: 'password-reset',
    subject: 'Finish resetting your Salesforce password',
    text: `An administrator of ${org.name} reset the password of ${user.username}.\n\nTemporary password: ${password}\n\nLog in with it, and choose one of your own: Change My Password.`,
    code: password,
  });
}

export async function postChangedPassword(world: World, org: Org, user: User): Promise<void> {
  await post(world, {
    ...addressOf(org, user),
    kind: 'password-changed',
    subject: 'Your Salesforce password was changed',
    text: `The password of ${user.username} was changed. If it was not you who did it, tell your administrator.`,
    code: undefined,
  });
}

function addressOf({ id: orgId }: Org, { id: userId, email: recipient }: User) {
  return { orgId, userId, recipient };
}

async function post(
  { store, clock }: World,
  message: Omit<Message, 'channel' | 'createdAt'> & { readonly kind: MessageKind },
): Promise<void> {
  const recipient = message.recipient.slice(0, LONGEST_ADDRESS);
  const createdAt = Math.floor(clock.of(message.orgId).now());
  await store.outbox.append({ ...message, recipient, channel: 'email', createdAt }, MOST_KEPT);
}

/** A message as the lab and the test kit tell it. */
export interface OutboxMessage {
  readonly id: string;
  /** ISO 8601, by the org's clock. */
  readonly at: string;
  readonly org: string;
  readonly to: string;
  readonly channel: 'email' | 'sms';
  readonly kind: MessageKind;
  readonly subject: string;
  readonly text: string;
  /** The code, token or password in the text. */
  readonly code?: string;
}

export interface OutboxFilter {
  readonly org?: string | undefined;
  /** The whole address, or a username. */
  readonly to?: string | undefined;
  readonly kind?: MessageKind | undefined;
  /** The id of a message: only those before it. */
  readonly before?: string | undefined;
  /** 100 when left out. */
  readonly limit?: number | undefined;
}

/** Newest first. */
export async function readOutbox(
  { store, orgs }: World,
  { org, to, kind, before, limit = 100 }: OutboxFilter = {},
): Promise<OutboxMessage[]> {
  const named = to === undefined ? undefined : orgs.userByUsername(to)?.user;
  const whom = named ? { userId: named.id } : { recipient: to };
  const earlier = before === undefined ? undefined : Number(before);
  const found = await store.outbox.list({ orgId: org, ...whom, kind, before: earlier }, limit);
  return found.map(shown);
}

function shown({
  row,
  orgId,
  recipient,
  channel,
  kind,
  subject,
  text,
  code,
  createdAt,
}: StoredMessage): OutboxMessage {
  return {
    id: String(row),
    at: new Date(createdAt).toISOString(),
    org: orgId,
    to: recipient,
    channel,
    kind: kind as MessageKind,
    subject,
    text,
    ...(code !== undefined && { code }),
  };
}
