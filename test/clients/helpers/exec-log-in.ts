/** What `exec` runs in a test: jsforce, told where to log in by the environment alone. */
import jsforce from 'jsforce';
import { ACME_QUERY } from './rest.ts';

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

const oauth2 = {
  loginUrl: variable('SALESFORCE_LOGIN_URL'),
  clientId: variable('SALESFORCE_CLIENT_ID'),
  clientSecret: variable('SALESFORCE_CLIENT_SECRET'),
};
const connection = new jsforce.Connection({ oauth2 });
await connection.login(
  variable('SALESFORCE_USERNAME'),
  variable('SALESFORCE_PASSWORD') + variable('SALESFORCE_SECURITY_TOKEN'),
);
const { records } = await connection.query(ACME_QUERY);
console.log(connection.instanceUrl === process.env.FAUXFORCE_URL, JSON.stringify(records));
