/**
 * How tokens look, and how a token names its row (design 4.7; shapes: token.md 2, authorize.md 4.3).
 *
 * The random part of every token is its row number, permuted with a keyed cipher, then random bytes. The row is read
 * back from the token and the SHA-256 of the random bytes is compared with the stored one: no search, no index. What is
 * around them is compared, too: a token of which any character was changed was never issued.
 */
import { hash, hkdfSync } from 'node:crypto';
import type { Entropy } from '../ground/entropy.ts';
import type { Row } from '../store/port.ts';
import { sameBytes } from '../wire/secrets.ts';
import type { Key } from './keys.ts';
import { RowCipher } from './row-cipher.ts';

const ROW_BYTES = 8;

/** What each kind of token looks like around its random part. */
const SHAPES = {
  /** 15-character org id, `!`, 96 characters: 112 in all. Also a child of one, and the browser's `sid`. */
  access: { randomBytes: 60, pattern: /^00D[A-Za-z0-9]{12}!A[QR][A-Za-z0-9]AQ([A-Za-z0-9._]{91})$/ },
  child: { randomBytes: 60, pattern: /^00D[A-Za-z0-9]{12}!A[QR][A-Za-z0-9]AQ([A-Za-z0-9._]{91})$/ },
  session: { randomBytes: 60, pattern: /^00D[A-Za-z0-9]{12}!A[QR][A-Za-z0-9]AQ([A-Za-z0-9._]{91})$/ },
  /** `5Aep861` and 80 characters: 87 in all. */
  refresh: { randomBytes: 52, pattern: /^5Aep861([A-Za-z0-9._]{80})$/ },
  /** `aPrx` and 72 characters, padded: 76 in all. */
  code: { randomBytes: 44, pattern: /^aPrx([A-Za-z0-9._]{70})==$/ },
  /** Of a frontdoor URL. The length of the real one is not known. */
  otp: { randomBytes: 40, pattern: /^([A-Za-z0-9._]{64})$/ },
  /** Identifies a one-time code that was sent to somebody; real ones look like base64, too. */
  identifier: { randomBytes: 16, pattern: /^([A-Za-z0-9._]{32})$/ },
  /** The `sfi` claim of a JWT access token: 64 hexadecimal digits. */
  sfi: { randomBytes: 24, pattern: /^([0-9a-f]{64})$/ },
} as const;

export type TokenKind = keyof typeof SHAPES;

const KEY_OF_ROWS = Object.fromEntries(
  Object.keys(SHAPES).map((kind) => [kind, `row number in ${kind}`]),
) as Readonly<Record<TokenKind, string>>;

/** The tokens that clients hold: what each begins with, and how many characters it has (token.md 2). */
export const HELD_TOKENS = {
  access: { begins: /^00D[A-Za-z0-9]{12}!/, length: 112 },
  refresh: { begins: /^5Aep861/, length: 87 },
  code: { begins: /^aPrx/, length: 76 },
} as const;

export type HeldToken = keyof typeof HELD_TOKENS;

/** The kind of token that a text begins like, whatever follows. */
export function kindByBeginning(text: string): HeldToken | undefined {
  return (Object.keys(HELD_TOKENS) as HeldToken[]).find((kind) => HELD_TOKENS[kind].begins.test(text));
}

/** The random part of a token that is about to be issued. */
export interface TokenSecret {
  readonly kind: TokenKind;
  readonly bytes: Buffer;
  /** What the store keeps. */
  readonly hash: Buffer;
}

/** A text that may be a token, with what it refers to. */
export interface TokenReference {
  readonly kind: TokenKind;
  readonly text: string;
  /** The row's permuted number and the secret. */
  readonly sealed: Buffer;
  readonly row: Row;
  readonly hash: Buffer;
}

/** The stored facts that a token is compared with. */
interface Kept {
  readonly secretHash: Buffer;
  readonly orgId: string;
}

export class TokenCodec {
  readonly #key: Key;
  readonly #entropy: Entropy;
  readonly #ciphers = new Map<TokenKind, readonly [key: Buffer, cipher: RowCipher]>();

  constructor(key: Key, entropy: Entropy) {
    this.#key = key;
    this.#entropy = entropy;
  }

  draw(kind: TokenKind): TokenSecret {
    const bytes = this.#entropy.bytes(SHAPES[kind].randomBytes);
    return { kind, bytes, hash: sha256(bytes) };
  }

  /** The secret of a session that belongs to an access token: always the same for the same token and purpose. */
  child(accessTokenHash: Buffer, purpose: string): TokenSecret {
    const { randomBytes } = SHAPES.child;
    const bytes = Buffer.from(
      hkdfSync('sha256', this.#key('child sessions'), accessTokenHash, purpose, randomBytes),
    );
    return { kind: 'child', bytes, hash: sha256(bytes) };
  }

  /** The secret of an access token that several log-ins share: always the same for the same nonce. */
  shared(nonce: Buffer): TokenSecret {
    const { randomBytes } = SHAPES.access;
    const bytes = Buffer.from(hkdfSync('sha256', this.#key('shared access tokens'), nonce, '', randomBytes));
    return { kind: 'access', bytes, hash: sha256(bytes) };
  }

  /** @param orgId of the token's org; only access tokens and sessions contain it */
  write({ kind, bytes }: TokenSecret, row: Row, orgId: string): string {
    const sealed = Buffer.allocUnsafe(ROW_BYTES + bytes.length);
    this.#cipher(kind).seal(row, sealed);
    bytes.copy(sealed, ROW_BYTES);
    return textOf(kind, sealed, orgId);
  }

  /** Undefined when the text cannot be a token of this kind. */
  read(kind: TokenKind, text: string): TokenReference | undefined {
    const random = SHAPES[kind].pattern.exec(text)?.[1];
    if (random === undefined) return undefined;
    const sealed =
      kind === 'sfi' ? Buffer.from(random, 'hex') : Buffer.from(fromSalesforceAlphabet(random), 'base64url');
    const row = this.#cipher(kind).open(sealed);
    if (row === undefined) return undefined;
    return { kind, text, sealed, row, hash: sha256(sealed.subarray(ROW_BYTES)) };
  }

  /** Whether the text is, byte for byte, the token that was issued for its row. */
  names({ kind, text, sealed, hash }: TokenReference, { secretHash, orgId }: Kept): boolean {
    if (!sameBytes(secretHash, hash)) return false;
    return sameBytes(Buffer.from(text, 'latin1'), Buffer.from(textOf(kind, sealed, orgId), 'latin1'));
  }

  #cipher(kind: TokenKind): RowCipher {
    const key = this.#key(KEY_OF_ROWS[kind]);
    const known = this.#ciphers.get(kind);
    if (known?.[0] === key) return known[1];
    const cipher = new RowCipher(key);
    this.#ciphers.set(kind, [key, cipher]);
    return cipher;
  }
}

/** By way of a string: asked for a buffer, Node allocates one outside its pool, which takes longer than the hash. */
function sha256(bytes: Buffer): Buffer {
  return Buffer.from(hash('sha256', bytes, 'binary'), 'binary');
}

function textOf(kind: TokenKind, sealed: Buffer, orgId: string): string {
  if (kind === 'sfi') return sealed.toString('hex');
  const text = toSalesforceAlphabet(sealed.toString('base64url'));
  switch (kind) {
    case 'access':
    case 'child':
    case 'session':
      return `${orgId.slice(0, 15)}!${ornament(sealed)}${text.slice(0, 91)}`;
    case 'refresh':
      return `5Aep861${text}`;
    case 'code':
      return `aPrx${text}==`;
    case 'identifier':
    case 'otp':
      return text;
  }
}

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The five characters after `!` in every access token ever seen: `A`, `Q` or `R`, one more, `AQ`. */
function ornament(sealed: Buffer): string {
  const [first = 0, second = 0] = sealed.subarray(ROW_BYTES);
  return `A${first % 2 === 0 ? 'Q' : 'R'}${ALPHANUMERIC[second % ALPHANUMERIC.length]}AQ`;
}

/** As base64url, with `.` for `-`. */
function toSalesforceAlphabet(base64url: string): string {
  return base64url.replaceAll('-', '.');
}

function fromSalesforceAlphabet(text: string): string {
  return text.replaceAll('.', '-');
}
