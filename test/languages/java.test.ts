/** Clients in Java, with the settings that `fauxforce env` prints. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runs } from '../clients/helpers/proof.ts';
import { ORG_ID } from '../clients/helpers/rest.ts';
import { Served } from '../clients/helpers/served.ts';
import { ada, visit } from '../clients/helpers/visit.ts';
import { isThere } from './language.ts';
import { startJava } from './run-java.ts';

let served: Served;
beforeAll(async () => {
  served = await Served.start();
});
beforeEach(() => served.sf.reset());
afterAll(() => served[Symbol.asyncDispose]());

const start = (project: string, args: readonly string[], files: Readonly<Record<string, string>>) =>
  startJava(served, project, args, files);

describe.skipIf(!isThere('Java'))('Camel', () => {
  const run = async (change: (line: string) => string = (line) => line) => {
    const { lines } = await served.settingsFor('camel');
    const files = { 'application.properties': lines.map(change).join('\n') };
    return (await start('camel', ['CamelClient'], files)).ended();
  };

  it(
    'gets a token by client credentials, queries, gets another when the session has ended, and revokes it',
    runs('camel-salesforce', 'client credentials'),
    async () => {
      const { told, stdout, stderr } = await run();
      const acme = { records: [expect.objectContaining({ Name: 'Acme' })] };
      expect({ told, failed: /^failed.*/m.exec(stdout)?.[0], stderr }).toMatchObject({
        told: [acme, acme],
        failed: undefined,
      });
      expect(served.sf.journal.last()).toMatchObject({ endpoint: 'revoke', method: 'GET', status: 200 });
    },
  );

  it('tells of a wrong secret', async () => {
    const { stdout } = await run((line) => line.replace('DEMO0CLIENT', 'DEMO1CLIENT'));
    expect(stdout).toMatch(/^failed .*invalid_client.*invalid client credentials/m);
  });
});

describe.skipIf(!isThere('Java'))('Force.com Web Service Connector', () => {
  const run = async (lines: readonly string[], after: readonly string[] = []) => {
    const program = [
      'import com.sforce.soap.partner.*;',
      'import com.sforce.soap.partner.fault.*;',
      'import com.sforce.ws.*;',
      'public class Program {',
      '  public static void main(String[] args) throws Exception {',
      '    try {',
      ...lines,
      ...after,
      '    } catch (ApiFault fault) {',
      '      System.out.println("failed " + fault.getExceptionCode() + ": " + fault.getExceptionMessage());',
      '    }',
      '  }',
      '}',
    ];
    return (await start('wsc', ['Program.java'], { 'Program.java': program.join('\n') })).ended();
  };

  it(
    'logs in by SOAP, asks who it is and what time it is, and logs out',
    runs('force-wsc', 'SOAP'),
    async () => {
      const { lines } = await served.settingsFor('force-wsc');
      const { stdout, stderr } = await run(lines, [
        'var user = connection.getUserInfo();',
        'System.out.println("user " + user.getUserName() + " of " + user.getOrganizationId());',
        'System.out.println("year " + connection.getServerTimestamp().getTimestamp().get(java.util.Calendar.YEAR));',
        'connection.logout();',
        'connection.getUserInfo();',
      ]);
      const year = new Date(served.sf.clock.now()).getUTCFullYear();
      expect({ stdout, stderr }).toEqual({
        stdout: expect.stringMatching(
          new RegExp(
            `^user ${ada.username} of ${ORG_ID}\nyear ${year}\n` +
              'failed INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: Illegal Session\\. Session not found, missing session hash: ',
          ),
        ),
        stderr: '',
      });
    },
  );

  it('tells of a wrong password', async () => {
    const { lines } = await served.settingsFor('force-wsc');
    const { stdout } = await run(lines.map((line) => line.replace('correct-horse', 'wrong')));
    expect(stdout).toBe(
      'failed INVALID_LOGIN: Invalid username, password, security token; or user locked out.\n',
    );
  });
});

/** A visitor's browser: follows nothing by itself, and keeps the cookies of one host. */
class Cookies {
  readonly #cookies = new Map<string, string>();

  async get(url: string): Promise<Response> {
    const cookie = Array.from(this.#cookies, ([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
    return answer;
  }
}

describe.skipIf(!isThere('Java'))('Spring Security', () => {
  /** An application, and where its visitor is sent to after the log-in. */
  async function logIn(press: 'Allow' | 'Deny') {
    const { lines } = await served.settingsFor('spring');
    const args = ['example.SpringClient', '--spring.config.location=file:application.yml', '--server.port=0'];
    const client = await start('spring', args, { 'application.yml': lines.join('\n') });
    const here = `http://localhost:${await client.said(/^port (\d+)$/m)}`;
    // As the note of `fauxforce env spring` says, with the port that it got.
    await patchWebServer({ callbackUrls: [`${here}/login/oauth2/code/salesforce`] });
    const browser = new Cookies();
    const away = await browser.get(`${here}/oauth2/authorization/salesforce`);
    const back = await visit(away.headers.get('location') ?? '', { ...ada, press });
    const landed = await browser.get(back.href);
    return { landed: landed.headers.get('location')?.replace(here, ''), home: () => browser.get(here) };
  }

  it(
    'discovers, logs in, verifies the ID token, reads userinfo, and refreshes',
    runs('spring-security-oauth2-client', 'web server'),
    async () => {
      const { landed, home } = await logIn('Allow');
      expect(landed).toBe('/');
      const first = await (await home()).json();
      expect(first).toEqual({ user: ada.username, token: expect.stringMatching(/^00D/) });
      // Without expires_in Spring takes every token for expired.
      expect(served.sf.journal.entries({ endpoint: 'token' }).map(({ grantType }) => grantType)).toEqual([
        'refresh_token',
        'authorization_code',
      ]);
    },
  );

  it('tells of a user who denies', async () => {
    const { landed } = await logIn('Deny');
    expect(landed).toBe('/login?error');
  });
});

async function patchWebServer(change: object): Promise<void> {
  const { consumerKey = '' } = served.sf.apps.Web_Server ?? {};
  const answer = await fetch(`${served.sf.url}/_fauxforce/apps/${consumerKey}`, {
    method: 'PATCH',
    body: JSON.stringify(change),
  });
  expect(answer.status).toBe(200);
}
