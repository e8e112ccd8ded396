/**
 * Proof that a page of ours sent a form, in the session that it was shown in: nothing is stored for it. A form that is sent twice, as
 * it stands, is taken once, and its second answer is the first's.
 */
import { hash } from 'node:crypto';
import { sameText, sealOf } from '../../wire/secrets.ts';
import type { Answer } from '../frame/blocks.ts';
import type { Visit } from '../visit.ts';
import { TOKEN_FIELD } from './sent.ts';

const PURPOSE = 'setup form';

type Opened = Pick<Visit, 'world' | 'session'>;

/** @param path of the page that takes the form, without its query */
export function tokenFor({ world, session }: Opened, path: string): string {
  const nonce = world.entropy.bytes(12).toString('base64url');
  return `${nonce}.${sealFor({ world, session }, path, nonce)}`;
}

export function isConfirmed(visit: Pick<Visit, 'world' | 'session' | 'path' | 'sent'>): boolean {
  const [nonce = '', seal = ''] = visit.sent.text(TOKEN_FIELD).split('.');
  return sameText(seal, sealFor(visit, visit.path, nonce));
}

function sealFor({ world, session }: Opened, path: string, nonce: string): string {
  return sealOf(`${session}\n${path}\n${nonce}`, world.key(PURPOSE));
}

/** Sent forms of one process whose answers are remembered. */
const MOST = 1_000;

export class Submissions {
  readonly #answers = new Map<string, Promise<Answer>>();

  /** Does the work of a form, unless the same form has been sent before: a problem is no answer to remember. */
  once({ sent }: Pick<Visit, 'sent'>, work: () => Promise<Answer>): Promise<Answer> {
    const key = hash('sha256', sent.digestible, 'base64url');
    const known = this.#answers.get(key);
    if (known) return known;
    const answer = work();
    this.#answers.set(key, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > MOST && oldest !== undefined) this.#answers.delete(oldest);
    const forget = () => this.#answers.delete(key);
    answer.then(({ kind }) => kind !== 'onward' && forget(), forget);
    return answer;
  }
}
