/** Newman, Postman's command line, as it runs docs/postman/. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { COLLECTION, environmentOf } from '../../../scripts/postman-collection.ts';
import { type Fauxforce, startFauxforce } from '../../../src/testing/index.ts';
import { run } from '../../cli/run.ts';
import { Client } from './run-client.ts';

const NEWMAN = fileURLToPath(new URL('../node_modules/newman/bin/newman.js', import.meta.url));
const CALLBACK = 'http://localhost:3000/callback';
const CHALLENGE = {
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  code_challenge_method: 'S256',
};

type Variables = Readonly<Record<string, string>>;

export class Newman implements AsyncDisposable {
  readonly sf: Fauxforce;
  /** Its own, which goes with it. */
  readonly folder: string;

  private constructor(sf: Fauxforce, folder: string) {
    this.sf = sf;
    this.folder = folder;
  }

  /** With a server of its own. */
  static async start(): Promise<Newman> {
    const folder = mkdtempSync(join(tmpdir(), 'fauxforce-newman-'));
    return new Newman(await startFauxforce({ ca: join(folder, 'ca') }), folder);
  }

  /** The environment of docs/postman/, for this server. */
  environment(): Variables {
    return Object.fromEntries(
      environmentOf(this.sf.orgs[0]!, this.sf.url).map(({ key, value }) => [key, value]),
    );
  }

  /** Runs the collection, in which nothing fails. @returns how many requests it sent */
  async run(variables: Variables, options: readonly string[] = [], env: Variables = {}): Promise<number> {
    const given = Object.entries(variables).flatMap(([name, value]) => ['--env-var', `${name}=${value}`]);
    const report = join(this.folder, 'report.json');
    const client = await Client.start({
      command: [
        process.execPath,
        NEWMAN,
        ...['run', fileURLToPath(COLLECTION), '--ignore-redirects', '--color', 'off'],
        ...['--reporters', 'cli,json', '--reporter-json-export', report],
        ...given,
        ...options,
      ],
      env,
    });
    const { code, stdout } = await client.ended();
    const { run: ran } = JSON.parse(readFileSync(report, 'utf8')) as {
      run: { failures: { source: { name: string }; error: { message: string } }[]; executions: unknown[] };
    };
    const failures = ran.failures.map(({ source, error }) => `${source.name}: ${error.message}`);
    expect({ failures, code }, stdout).toEqual({ failures: [], code: 0 });
    return ran.executions.length;
  }

  /** What a person would copy from the address bar. */
  async codes(): Promise<Variables> {
    const code = async (app: string, more: Variables) =>
      (await this.sf.login({ app, user: 'ada', redirect_uri: CALLBACK, ...more })).code ?? '';
    return {
      code: await code('Web_Server', { scope: 'api refresh_token' }),
      hybridCode: await code('Web_Server', { scope: 'api web refresh_token' }),
      pkceCode: await code('Web_Server_PKCE', CHALLENGE),
    };
  }

  /** What the command line prints, with these options of each. */
  async assertions(
    jwt: readonly string[] = [],
    bearer: readonly string[] = [],
    sso: readonly string[] = [],
  ): Promise<Variables> {
    const printed = async (...args: string[]) => {
      const { stdout, stderr } = await run({ args: [...args, '--user', 'ada', '--url', this.sf.url] });
      expect(stderr).toBe('');
      return stdout.trim();
    };
    return {
      jwtAssertion: await printed('jwt', '--app', 'JWT_Bearer', ...jwt),
      samlAssertion: await printed('saml', '--grant', 'bearer', '--app', 'JWT_Bearer', ...bearer),
      ssoAssertion: await printed('saml', '--grant', 'sso', ...sso),
      subjectToken: await printed('jwt', '--app', 'JWT_Bearer', '--claim', 'email=ada@acme.example'),
    };
  }

  /** The refusals that the collection met. */
  refusals(): (string | undefined)[] {
    return this.sf.journal.entries({ outcome: 'refused' }).map(({ refusal }) => refusal?.name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.sf[Symbol.asyncDispose]();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
