/** Commands of JavaScript under `fauxforce exec`. */
import { type Ended, run } from './run.ts';

/** Runs a line of JavaScript as the command. */
export function execScript(
  script: string,
  options: readonly string[] = [],
  folder?: string,
  env?: Record<string, string>,
): Promise<Ended> {
  const args = ['exec', ...options, '--', process.execPath, '--input-type=module', '-e', script];
  return run({ args, ...(folder && { folder }), ...(env && { env }) });
}

/** A log-in, with what is wrong about it. */
export function logIn(changes = ''): string {
  return `
    const { SALESFORCE_LOGIN_URL: url, SALESFORCE_CLIENT_ID: client_id, SALESFORCE_CLIENT_SECRET: client_secret,
      SALESFORCE_USERNAME: username, SALESFORCE_PASSWORD, SALESFORCE_SECURITY_TOKEN } = process.env;
    const password = SALESFORCE_PASSWORD + SALESFORCE_SECURITY_TOKEN;
    const body = new URLSearchParams({ grant_type: 'password', client_id, client_secret, username, password, ${changes} });
    const answer = await fetch(url + '/services/oauth2/token', { method: 'POST', body });
    console.log(answer.status);
  `;
}
