/** Clients in Python that log in with a browser, or begin with a refresh token. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runs } from '../clients/helpers/proof.ts';
import { revoke } from '../clients/helpers/rest.ts';
import { Served } from '../clients/helpers/served.ts';
import { ada, visit } from '../clients/helpers/visit.ts';
import { isThere } from './language.ts';
import { startCommand, startScript } from './run-python.ts';

const FLASK = 'http://localhost:5000';

let served: Served;
beforeAll(async () => {
  // As the note of `fauxforce env flask-dance` says.
  const callbackUrls = [`${FLASK}/login/salesforce/authorized`];
  served = await Served.start({ apps: { Web_Server: { callbackUrls } } });
});
beforeEach(() => served.sf.reset());
afterAll(() => served[Symbol.asyncDispose]());

describe.skipIf(!isThere('Python'))('Flask-Dance', () => {
  /** An application and the cookies of its visitor, who is asked to go to Salesforce and come back. */
  async function logIn(press: 'Allow' | 'Deny') {
    const { lines } = await served.settingsFor('flask-dance');
    const client = await startScript(served, 'flask-dance', [
      'from flask import Flask, flash, get_flashed_messages, jsonify',
      'from flask_dance.consumer import oauth_error',
      'from flask_dance.contrib.salesforce import make_salesforce_blueprint, salesforce',
      'from lab import tell',
      'app = Flask(__name__)',
      "app.secret_key = 'of the application'",
      ...lines,
      'oauth_error.connect(lambda blueprint, error, error_description, **more: tell(error=error, description=error_description), weak=False)',
      "@app.route('/')",
      'def home():',
      '    if not salesforce.authorized: return jsonify(authorized=False)',
      "    return jsonify(authorized=True, user=salesforce.get('services/oauth2/userinfo').json()['preferred_username'])",
      'browser = app.test_client()',
      `away = browser.get('/login/salesforce', base_url='${FLASK}')`,
      "print('away', away.headers['Location'])",
      `browser.get(input(), base_url='${FLASK}')`,
      `tell(**browser.get('/', base_url='${FLASK}').json)`,
    ]);
    const away = await client.said(/^away (.*)$/m);
    const { pathname, search } = await visit(away.replace(/^https:\/\/localhost/, 'http://127.0.0.1'), {
      ...ada,
      press,
    });
    client.tell(pathname + search);
    return client.ended();
  }

  it('logs in and reads userinfo', runs('Flask-Dance', 'web server'), async () => {
    expect(await logIn('Allow')).toMatchObject({ code: 0, told: [{ authorized: true, user: ada.username }] });
  });

  it('tells of a user who denies', async () => {
    expect((await logIn('Deny')).told).toEqual([
      { error: 'access_denied', description: 'end-user denied authorization' },
      { authorized: false },
    ]);
  });
});

async function refreshToken(): Promise<string> {
  const { refresh_token = '' } = await served.sf.token({ app: 'Web_Server', user: ada.username });
  return refresh_token;
}

/** The configuration that is printed, with the refresh token that its note names. */
async function configOf(client: string, token: string): Promise<string> {
  const { lines } = await served.settingsFor(client);
  return lines.join('\n').replace('<refresh token>', token);
}

describe.skipIf(!isThere('Python'))('tap-salesforce', () => {
  const discover = async (token: string) => {
    const args = ['tap-salesforce', '--config', 'config.json', '--discover'] as const;
    return (
      await startCommand(served, 'tap-salesforce', args, await configOf('tap-salesforce', token))
    ).ended();
  };

  it('refreshes and lists the objects', runs('tap-salesforce', 'refresh'), async () => {
    const { stderr } = await discover(await refreshToken());
    expect(stderr).toContain('OAuth2 login successful');
    expect(served.sf.journal.entries()).toContainEqual(
      expect.objectContaining({ endpoint: 'rest', outcome: 'answered' }),
    );
  });

  it('tells of a log-in that was revoked', async () => {
    const token = await refreshToken();
    await revoke(served.sf, token);
    const { code, stderr } = await discover(token);
    expect(code).toBe(1);
    expect(stderr).toContain(
      'Response from Salesforce: {"error":"invalid_grant","error_description":"expired access/refresh token"}',
    );
  });
});

describe.skipIf(!isThere('Python'))('Airbyte source-salesforce', () => {
  const check = async (token: string) => {
    const args = ['source-salesforce', 'check', '--config', 'config.json'] as const;
    return (await startCommand(served, 'airbyte', args, await configOf('airbyte', token), 'airbyte')).ended();
  };

  it('checks a connection', runs('airbyte-source-salesforce', 'refresh'), async () => {
    const { stdout } = await check(await refreshToken());
    expect(stdout).toContain('"status":"SUCCEEDED"');
  });

  it('tells of a log-in that was revoked', async () => {
    const token = await refreshToken();
    await revoke(served.sf, token);
    const { stdout } = await check(token);
    expect(stdout).toContain('The authentication to SalesForce has expired');
  });
});
