/** Finds secrets of apps and users anywhere in a text, written as they are or escaped for a URL. */
import { SHORTEST_WORD, WordFinder } from '../ground/word-finder.ts';
import type { OrgDirectory } from '../org/directory.ts';
import type { App, Org, User } from '../org/model.ts';
import { inJson } from '../wire/json.ts';
import {
  isName,
  LONGEST,
  MOST_RECORDS,
  newestOf,
  type Secret,
  secretsOfApp,
  secretsOfUser,
} from './known-secrets.ts';

/** The most texts to look for. Those of deleted records stay among them; above this number the texts are collected anew. */
const MOST_WORDS = 200_000;

/** A secret made of such letters is not looked for: `password` may be somebody's password, and is also a word of the protocol. */
const WORD = /^[a-z_]+$/;

interface Held {
  /** The text as it stands outside of JSON. */
  readonly text: string;
  readonly secret: string;
}

export class HeldSecrets {
  readonly #directory: () => OrgDirectory;
  #finder = new WordFinder();
  #held = new Map<string, Held>();
  #seen = new WeakSet<App | User>();
  #lookedAt: OrgDirectory;
  #version = -1;

  /** @param directory returns the current directory: another one may replace it */
  constructor(directory: () => OrgDirectory) {
    this.#directory = directory;
    this.#lookedAt = directory();
  }

  /**
   * The secrets in a JSON text: each as the text has it, with the secret itself.
   *
   * @param json as UTF-8
   */
  within(json: Buffer): Map<string, string> {
    const orgs = this.#directory();
    this.#follow(orgs);
    const found = new Map<string, string>();
    for (const word of this.#finder.wordsIn(json)) {
      const { text, secret } = this.#held.get(word) as Held;
      if (!isName(secret, orgs)) found.set(text, secret);
    }
    return found;
  }

  /** Whoever sent a secret while it was one, sent one: those that were replaced meanwhile are read too. */
  #follow(orgs: OrgDirectory): void {
    const before = this.#lookedAt;
    if (orgs === before && orgs.version === this.#version) return;
    if (this.#finder.size > MOST_WORDS) {
      this.#finder = new WordFinder();
      this.#held = new Map();
      this.#seen = new WeakSet();
    }
    this.#lookedAt = orgs;
    this.#version = orgs.version;
    this.#read(orgs.orgs);
    this.#read(orgs.takeReplaced());
    if (orgs === before) return;
    this.#read(before.orgs);
    this.#read(before.takeReplaced());
  }

  /** Adds the secrets of new records. A changed record is a new object, so records seen before need no second look. */
  #read(orgs: readonly Org[]): void {
    let left = MOST_RECORDS;
    for (const { apps, users } of newestOf(orgs)) {
      for (const app of apps.slice(0, left)) this.#take(app, () => secretsOfApp(app));
      left -= Math.min(left, apps.length);
      for (const user of users.slice(0, left)) this.#take(user, () => secretsOfUser(user));
      left -= Math.min(left, users.length);
    }
  }

  #take(record: App | User, secretsOf: () => Iterable<Secret>): void {
    if (this.#seen.has(record)) return;
    this.#seen.add(record);
    for (const { text: secret } of secretsOf()) {
      if (secret.length < SHORTEST_WORD || secret.length > LONGEST || WORD.test(secret)) continue;
      // A sentence in the JSON text quotes it as JSON does.
      for (const text of [secret, inJson(secret)]) this.#add(inJson(text), { text: secret, secret });
      const escaped = encodeURIComponent(secret.toWellFormed());
      for (const text of [escaped, formEncoded(secret), inReadablePath(escaped)])
        if (text !== secret) this.#add(inJson(text), { text, secret });
    }
  }

  #add(word: string, held: Held): void {
    this.#finder.add(word);
    this.#held.set(word, held);
  }
}

/** As the path of an entry has it: only what means something in a URL is still escaped. */
function inReadablePath(escaped: string): string {
  return decodeURI(escaped.replaceAll('%25', '%2525'));
}

function formEncoded(text: string): string {
  return new URLSearchParams({ text }).toString().slice('text='.length);
}
