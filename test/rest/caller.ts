/** Calls of the REST API by one user, for tests. */
import type { Fauxforce } from '../../src/testing/index.ts';
import { type Answer, app, send, user } from '../helpers/token.ts';
import { accessTokenFor } from '../helpers/tokens.ts';

export const V = '/services/data/v60.0';
export const S = `${V}/sobjects`;

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Headers = Readonly<Record<string, string>>;

export class Caller {
  readonly #sf: Fauxforce;
  readonly #token: string;

  private constructor(sf: Fauxforce, token: string) {
    this.#sf = sf;
    this.#token = token;
  }

  /** @param name of a user of the demo org */
  static async of(sf: Fauxforce, name = 'ada', scopes = 'api'): Promise<Caller> {
    const token = await accessTokenFor(sf, { app: app(sf, 'Web_Server'), user: user(sf, name), scopes });
    return new Caller(sf, token);
  }

  get authorization(): string {
    return `Bearer ${this.#token}`;
  }

  /** @param body an object is sent as JSON */
  call(method: Method, path: string, body?: unknown, headers: Headers = {}): Promise<Answer> {
    const isRaw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
    const sent = isRaw ? body : JSON.stringify(body);
    const type: Headers = sent === undefined ? {} : { 'content-type': 'application/json' };
    return send(this.#sf, path, {
      method,
      headers: { authorization: this.authorization, ...type, ...headers },
      ...(sent === undefined ? {} : { body: sent }),
    });
  }

  get(path: string, headers: Headers = {}): Promise<Answer> {
    return this.call('GET', path, undefined, headers);
  }

  query(soql: string, resource = `${V}/query`): Promise<Answer> {
    return this.get(`${resource}?q=${encodeURIComponent(soql)}`);
  }

  /** The id of a new record. */
  async create(object: string, fields: object): Promise<string> {
    const { status, body } = await this.call('POST', `${S}/${object}`, fields);
    if (status !== 201) throw new Error(body);
    return (JSON.parse(body) as { id: string }).id;
  }
}

/** `attributes` of a record in an answer, with the quotes around their name. */
export function attributes(object: string, id: string): string {
  return `"attributes":{"type":"${object}","url":"${S}/${object}/${id}"}`;
}

/** One element of the array that refuses a request. */
export function refused(errorCode: string, message: string, fields?: readonly string[]): string {
  return JSON.stringify([{ message, errorCode, ...(fields && { fields }) }]);
}

export const NOT_FOUND = '[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]';
