/** PKCE of a walk: the verifier is made of its state and of a key of the store, so nothing of it is kept, and any process goes on with it. */
import { hash } from 'node:crypto';
import { SystemEntropy } from '../../ground/entropy.ts';
import { sealOf } from '../../wire/secrets.ts';
import type { Visit } from '../visit.ts';

const PURPOSE = 'try it';

const entropy = new SystemEntropy();

/** A state that names the app, and is a walk's own. */
export function newState(consumerKey: string): string {
  return `${consumerKey}.${entropy.bytes(12).toString('hex')}`;
}

/** The consumer key in a state of ours. */
export function appIn(state: string): string {
  return state.slice(0, Math.max(0, state.lastIndexOf('.')));
}

/** 43 characters. */
export function verifierOf(state: string, { key }: Pick<Visit, 'key'>): string {
  return sealOf(state, key(PURPOSE));
}

export function challengeOf(state: string, visit: Pick<Visit, 'key'>): string {
  return hash('sha256', verifierOf(state, visit), 'base64url');
}
