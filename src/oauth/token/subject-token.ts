/** What a token exchange handler makes of a token: the part that Apex plays in a real org (token.md 12b). */
import { createPublicKey } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import type { SubjectTokenType, TokenMapping, VerificationKey } from '../../org/token-exchange-handler.ts';
import { isSignedWith, type Jwt, readJwt, secondsOf } from '../../tokens/jwt.ts';
import { asJson } from '../../wire/json.ts';

export interface SubjectToken {
  readonly token: string;
  readonly tokenType: SubjectTokenType;
  /** Name of the app that sent it. */
  readonly appName: string;
}

/** Whose the token is, or what was wrong with it: for the journal, never for the wire. */
export type Judgement = { readonly username: string } | { readonly failure: string };

/** @param now milliseconds since the epoch */
export async function usernameOf(
  subject: SubjectToken,
  mapping: TokenMapping,
  now: number,
): Promise<Judgement> {
  if ('module' in mapping) return askModule(subject, mapping.module);
  const jwt = readJwt(subject.token);
  if (!jwt)
    return { failure: 'subject_token is not a JWT, which is all that a handler without a module reads' };
  return (
    (await signatureFailure(jwt, mapping.keys)) ?? lifetimeFailure(jwt, now) ?? fillIn(mapping.username, jwt)
  );
}

async function signatureFailure(
  jwt: Jwt,
  keys: readonly VerificationKey[] | undefined,
): Promise<Judgement | undefined> {
  if (!keys) return undefined;
  const { kid } = jwt.header;
  const fitting = keys.filter((key) => kid === undefined || key.kid === undefined || key.kid === kid);
  for (const { publicKey } of fitting)
    if (await isSignedWith(jwt, createPublicKey(publicKey))) return undefined;
  return {
    failure: `none of the handler's ${keys.length} keys verifies the signature (${fitting.length} fit its kid)`,
  };
}

function lifetimeFailure({ claims }: Jwt, now: number): Judgement | undefined {
  const { exp, nbf } = claims;
  const seconds = Math.floor(now / 1000);
  const isPast = exp !== undefined && !((secondsOf(exp) ?? 0) > seconds);
  if (isPast) return { failure: `exp was ${asJson(exp)}, now is ${seconds}` };
  const isAhead = nbf !== undefined && !((secondsOf(nbf) ?? Number.POSITIVE_INFINITY) <= seconds);
  if (isAhead) return { failure: `nbf was ${asJson(nbf)}, now is ${seconds}` };
  return undefined;
}

/** `{sub}@acme.example`, or the name of a claim alone. */
function fillIn(template: string, { claims }: Jwt): Judgement {
  const missing: string[] = [];
  const claim = (name: string) => {
    const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    missing.push(name);
    return '';
  };
  const username = template.includes('{')
    ? template.replace(/\{([^{}]+)\}/g, (_whole, name: string) => claim(name))
    : claim(template);
  return missing.length === 0
    ? { username }
    : { failure: `the token has no claim ${missing.join(', ')} of text` };
}

const LONGEST_MESSAGE = 300;

/** Imported once a process; an error of it is the user's own, so its message is shown, without the token. */
async function askModule({ token, ...subject }: SubjectToken, path: string): Promise<Judgement> {
  try {
    const module = (await import(pathToFileURL(path).href)) as { readonly default?: unknown };
    if (typeof module.default !== 'function')
      return { failure: `${path} has no function as its default export` };
    const username: unknown = await module.default({ token, claims: readJwt(token)?.claims, ...subject });
    if (typeof username === 'string' && username !== '') return { username };
    return {
      failure: `${path} returned ${username === '' ? 'an empty text' : typeof username}, not a username`,
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      failure: `${path} threw: ${message.replaceAll(token, '<subject_token>').slice(0, LONGEST_MESSAGE)}`,
    };
  }
}
