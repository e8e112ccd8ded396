/**
 * The program under test: an integration that reads from Salesforce on behalf of a user, as teams write them. It keeps one
 * token, renews it when Salesforce says so, and tries again what is worth another try.
 */

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token?: string | undefined;
  readonly instance_url: string;
}

export interface OrdersOptions {
  readonly loginUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What an earlier log-in brought; without it the client logs in as itself. */
  readonly tokens?: Tokens;
  /** Called with every new token: the next start begins with it. */
  readonly save?: (tokens: Tokens) => void;
}

/** Nobody but a user can help: the log-in is over. */
export class LogInAgain extends Error {}

/** Worth another try in a moment. */
class Passing extends Error {}

const ATTEMPTS = 3;

export class OrdersClient {
  readonly #options: OrdersOptions;
  #tokens: Tokens | undefined;
  #renewal: Promise<Tokens> | undefined;

  constructor(options: OrdersOptions) {
    this.#options = options;
    this.#tokens = options.tokens;
  }

  /** Exchanges the code that the callback received. */
  async logIn(code: string, redirectUri: string): Promise<void> {
    this.#keep(await this.#ask({ grant_type: 'authorization_code', code, redirect_uri: redirectUri }));
  }

  /** Runs a query; renews the token once if it has died. */
  async query<Row>(soql: string): Promise<Row[]> {
    const tokens = this.#tokens ?? (await this.#renew());
    const first = await this.#send(soql, tokens);
    if (first.status !== 401) return rowsOf<Row>(first);
    const renewed = this.#tokens === tokens ? await this.#renew() : (this.#tokens ?? tokens);
    return rowsOf<Row>(await this.#send(soql, renewed));
  }

  /** Calls at the same time share one renewal. */
  #renew(): Promise<Tokens> {
    this.#renewal ??= this.#askForNew().finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async #askForNew(): Promise<Tokens> {
    const refreshToken = this.#tokens?.refresh_token;
    const grant: Record<string, string> = refreshToken
      ? { grant_type: 'refresh_token', refresh_token: refreshToken }
      : { grant_type: 'client_credentials' };
    return this.#keep(await this.#ask(grant));
  }

  /** An app that rotates sends a new refresh token with each answer; others send none. */
  #keep(answer: Tokens): Tokens {
    this.#tokens = { ...answer, refresh_token: answer.refresh_token ?? this.#tokens?.refresh_token };
    this.#options.save?.(this.#tokens);
    return this.#tokens;
  }

  #ask(grant: Readonly<Record<string, string>>): Promise<Tokens> {
    const { loginUrl, clientId, clientSecret } = this.#options;
    const body = new URLSearchParams({ ...grant, client_id: clientId, client_secret: clientSecret });
    return persistently(async () =>
      tokensOf(await answerOf(`${loginUrl}/services/oauth2/token`, { method: 'POST', body })),
    );
  }

  #send(soql: string, { access_token, instance_url }: Tokens): Promise<Answer> {
    const url = `${instance_url}/services/data/v65.0/query?${new URLSearchParams({ q: soql })}`;
    const headers = { authorization: `Bearer ${access_token}` };
    return persistently(() => answerOf(url, { headers }));
  }
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Reads all of it: an answer can break off in the middle, or be a page of HTML. */
async function answerOf(url: string, init: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(url, init);
    return { status: response.status, body: await response.json() };
  } catch (cause) {
    throw new Passing(`no answer from ${url}`, { cause });
  }
}

function tokensOf({ status, body }: Answer): Tokens {
  if (status === 200) return body as Tokens;
  const { error, error_description } = body as { error: string; error_description: string };
  const said = `${error}: ${error_description}`;
  if (error_description === 'token request is already being processed') throw new Passing(said);
  throw error === 'invalid_grant' ? new LogInAgain(said) : new Error(said);
}

function rowsOf<Row>({ status, body }: Answer): Row[] {
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return (body as { records: Row[] }).records;
}

/** A real client waits between its tries. */
async function persistently<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Passing) || attempt === ATTEMPTS) throw error;
    }
  }
}
