/** PKCE of a walk: the verifier is made of its state and of a key that no other process has, so nothing of it must be kept. */
import { hash } from 'node:crypto';
import { SystemEntropy } from '../../ground/entropy.ts';
import { sealOf } from '../../wire/secrets.ts';

const entropy = new SystemEntropy();
let key: Buffer | undefined;

/** A state that names the app, and is a walk's own. */
export function newState(consumerKey: string): string {
  return `${consumerKey}.${entropy.bytes(12).toString('hex')}`;
}

/** The consumer key in a state of ours. */
export function appIn(state: string): string {
  return state.slice(0, Math.max(0, state.lastIndexOf('.')));
}

/** 43 characters. */
export function verifierOf(state: string): string {
  key ??= entropy.bytes(32);
  return sealOf(state, key);
}

export function challengeOf(state: string): string {
  return hash('sha256', verifierOf(state), 'base64url');
}
