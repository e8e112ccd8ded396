/** Does the steps of a catalogue entry’s recipe, against a fauxforce of its own or one that a test has. */
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { readDuration } from '../ground/duration.ts';
import { request } from '../ground/node-http.ts';
import type { JournalEntry } from '../journal/entry.ts';
import { codeAsked } from '../lab/walks/code-asked.ts';
import type { User } from '../org/model.ts';
import type { Recipe, SamlRequestFacts, Step } from '../refusals/refusal.ts';
import { DEMO_KEY, demoOrgs } from '../seed/demo.ts';
import { demoFacts } from '../seed/demo-facts.ts';
import { CLIENT_IP_HEADER } from '../server/client-ip.ts';
import { Browser } from '../testing/browser.ts';
import { type Fauxforce, startFauxforce } from '../testing/index.ts';
import { authnRequest, samlAssertion } from '../testing/saml.ts';

/**
 * Follows a recipe on a fauxforce of its own.
 *
 * @returns what its journal says, oldest first
 */
export async function followRecipe(recipe: Recipe): Promise<JournalEntry[]> {
  await using sf = await startFauxforce({
    allowClientIpHeader: true,
    ...(recipe.given ? { demo: recipe.given } : {}),
  });
  await follow(sf, recipe.steps);
  return sf.journal.entries().reverse();
}

/** @param beforeLast called when all steps but the last are done */
export async function follow(sf: Fauxforce, steps: readonly Step[], beforeLast?: () => void): Promise<void> {
  const runner = new RecipeRunner(sf);
  for (const [i, step] of steps.entries()) {
    if (i === steps.length - 1) beforeLast?.();
    await runner.do(step);
  }
}

type Words = Readonly<Record<string, string>>;

/** As far as a recipe changes it. */
interface Snapshot {
  readonly orgs: readonly { readonly document: { readonly apps: readonly { readonly name: string }[] } }[];
}

/** Does the steps of a recipe, and remembers what they save. */
export class RecipeRunner {
  readonly #sf: Fauxforce;
  readonly #browser = new Browser();
  /** By the names that `{{…}}` stands for. */
  readonly saved: Map<string, string>;

  constructor(sf: Fauxforce) {
    this.#sf = sf;
    this.saved = demoFacts(sf.orgs).set('origin', sf.url);
  }

  async do(step: Step): Promise<void> {
    if ('login' in step) return this.#logIn(step);
    if ('connect' in step) return this.#connect(step);
    if ('authorize' in step)
      return this.#send('GET', `/services/oauth2/authorize?${this.#form(step.authorize)}`);
    if ('token' in step) return this.#token(step);
    if ('saml' in step) return this.#signSaml(step);
    if ('authnRequest' in step) return this.#ask(step.authnRequest);
    if ('browse' in step) return this.#browse(step);
    if ('jwt' in step) return this.#signJwt(step);
    if ('advance' in step) return this.#sf.clock.advance(step.advance);
    if ('clock' in step) return this.#sf.clock.set(step.clock);
    if ('change' in step) return this.#sf.world.image.replaceSeed(await demoOrgs(step.change));
    if ('restore' in step) return this.#restore(step.restore);
    const body = step.form ? this.#form(step.form) : step.body && this.#fill(step.body);
    const type: Words = step.form ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
    await this.#send(
      step.method,
      this.#fill(step.path),
      { ...type, ...this.#fillAll(step.headers ?? {}) },
      body,
    );
  }

  async #logIn({ login, as = 'ada', password, code, press }: Extract<Step, { login: Words }>): Promise<void> {
    const user = this.#sf.users[as.split('@')[0] ?? ''];
    const { world } = this.#sf;
    const visitor = {
      username: user?.username ?? as,
      password: password ?? user?.password ?? '',
      code: code ?? (async () => (user ? codeAsked(world, user) : '')),
      ...(press ? { press } : {}),
    };
    const walk = await this.#browser.authorize(
      this.#sf.url,
      this.#fillAll({ response_type: 'code', ...login }),
      visitor,
    );
    for (const [name, value] of Object.entries(walk.callback ?? {})) this.saved.set(name, value);
  }

  async #connect({
    connect,
    as = 'ada',
    press = 'Allow',
  }: Extract<Step, { connect: string }>): Promise<void> {
    const { username, password } = this.#sf.users[as] as User;
    await this.#browser.connect(this.#sf.url, this.#fill(connect), { username, password, press });
  }

  async #browse({ browse, as = 'ada' }: Extract<Step, { browse: string }>): Promise<void> {
    const { username, password } = this.#sf.users[as] as User;
    await this.#browser.visit(`${this.#sf.url}${this.#fill(browse)}`, { username, password });
  }

  #ask(facts: SamlRequestFacts): void {
    const { url, clock, apps } = this.#sf;
    const { issuedAgo = '0s' } = facts;
    const xml = authnRequest({
      id: `_recipe${++made}`,
      issuer: apps.Service_Provider?.saml?.entityUrl ?? '',
      destination: `${url}/idp/endpoint/HttpRedirect`,
      ...facts,
      issuedAt: clock.now() - (readDuration(issuedAgo) ?? Number.NaN),
    });
    this.saved.set('samlQuery', `SAMLRequest=${encodeURIComponent(deflateRawSync(xml).toString('base64'))}`);
  }

  async #restore(changes: Extract<Step, { restore: unknown }>['restore']): Promise<void> {
    const url = `${this.#sf.url}/_fauxforce/snapshot`;
    const snapshot = (await (await fetch(url)).json()) as Snapshot;
    for (const app of snapshot.orgs.flatMap(({ document }) => document.apps))
      Object.assign(app, changes[app.name]);
    const answer = await fetch(url, { method: 'PUT', body: JSON.stringify(snapshot) });
    if (!answer.ok) throw new RangeError(`the changed snapshot was refused: ${await answer.text()}`);
  }

  async #token({ token, host, from, times = 1, save }: Extract<Step, { token: Words }>): Promise<void> {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      ...(host ? { host } : {}),
      ...(from ? { [CLIENT_IP_HEADER]: from } : {}),
    };
    const body = this.#form(token);
    if (times > 1) {
      const inject = () =>
        this.#sf.server.inject({ method: 'POST', url: '/services/oauth2/token', headers, payload: body });
      await Promise.all(Array.from({ length: times }, inject));
      return;
    }
    const before = new Map(this.saved);
    await this.#send('POST', '/services/oauth2/token', headers, body);
    if (save === 'nothing') for (const [name, value] of before) this.saved.set(name, value);
  }

  #signJwt({
    jwt,
    header,
    signedWith = 'demo-key',
    save = 'assertion',
  }: Extract<Step, { jwt: unknown }>): void {
    const encode = (value: object) => Buffer.from(this.#fill(JSON.stringify(value))).toString('base64url');
    const exp = Math.floor(this.#sf.clock.now() / 1000) + 180;
    const text = `${encode({ alg: 'RS256', ...header })}.${encode({ exp, ...jwt })}`;
    this.saved.set(save, `${text}.${signatures[signedWith](text)}`);
  }

  #signSaml({ saml, as, signedWith = 'demo-key' }: Extract<Step, { saml: unknown }>): void {
    const { url, clock, apps } = this.#sf;
    const { notOnOrAfter = '3m', ...facts } = saml;
    const isBearer = as === 'bearer';
    const xml = samlAssertion(
      {
        issuer: isBearer ? (apps.JWT_Bearer?.consumerKey ?? '') : 'https://idp.acme.example',
        nameId: 'ada@acme.example',
        audience: isBearer ? 'https://login.salesforce.com' : 'https://saml.salesforce.com',
        recipient: `${url}/services/oauth2/token`,
        prolog: '',
        times: 1,
        issuedAt: clock.now(),
        id: `_recipe${++made}`,
        ...facts,
        notOnOrAfter: notOnOrAfter === null ? null : clock.now() + (readDuration(notOnOrAfter) ?? Number.NaN),
      },
      signedWith === 'nothing' ? undefined : keys[signedWith](),
    );
    this.saved.set('assertion', Buffer.from(xml).toString(isBearer ? 'base64url' : 'base64'));
  }

  /** Saves the members of a JSON answer by their names, and where a redirect leads as `location`, with the `code` it carries. */
  #send(method: string, path: string, headers: Words = {}, body?: string): Promise<void> {
    const { hostname: host, port } = new URL(this.#sf.url);
    return new Promise((resolve, reject) => {
      const sent = request({ method, host, port, path, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          this.#saveRedirect(answer.headers.location);
          this.#save(Buffer.concat(chunks).toString());
          this.#saveNotes();
          resolve();
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  #saveRedirect(location: string | undefined): void {
    if (location === undefined) return;
    this.saved.set('location', location);
    const code = new URL(location, this.#sf.url).searchParams.get('code');
    if (code !== null) this.saved.set('code', code);
  }

  #save(body: string): void {
    if (!body.startsWith('{')) return;
    for (const [name, value] of Object.entries(JSON.parse(body))) this.saved.set(name, String(value));
  }

  #saveNotes(): void {
    const { notes = {} } = this.#sf.journal.entries({ limit: 1 })[0] ?? {};
    for (const [name, value] of Object.entries(notes)) this.saved.set(name, value);
  }

  #form(words: Words): string {
    return new URLSearchParams(this.#fillAll(words)).toString();
  }

  #fillAll(words: Words): Record<string, string> {
    return Object.fromEntries(Object.entries(words).map(([name, value]) => [name, this.#fill(value)]));
  }

  #fill(text: string): string {
    return text.replace(/\{\{([\w.]+)\}\}/g, (_whole, name: string) => {
      const value = this.saved.get(name);
      if (value === undefined) throw new RangeError(`the recipe uses {{${name}}}, which no step has saved`);
      return value;
    });
  }
}

/** SAML assertions. */
let made = 0;

let demoKey: KeyObject | undefined;
let otherKey: KeyObject | undefined;

const keys = {
  'demo-key': () => {
    demoKey ??= createPrivateKey(readFileSync(DEMO_KEY));
    return demoKey;
  },
  'other-key': () => {
    otherKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    return otherKey;
  },
};

const signatures = {
  'demo-key': (text: string) => sign('sha256', Buffer.from(text), keys['demo-key']()).toString('base64url'),
  'other-key': (text: string) => sign('sha256', Buffer.from(text), keys['other-key']()).toString('base64url'),
  'public-key-as-secret': (text: string) => {
    const secret = createPublicKey(keys['demo-key']()).export({ format: 'pem', type: 'spki' });
    return createHmac('sha256', secret).update(text).digest('base64url');
  },
  nothing: () => '',
};
