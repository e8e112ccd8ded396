/** What tests of the lab ask of it over HTTP. */
import type { Fauxforce } from '../../src/testing/index.ts';

export interface LabOrg {
  readonly org: { readonly id: string; readonly name: string };
  readonly instanceUrl: string;
  readonly apps: readonly LabApp[];
  readonly users: readonly { readonly id: string; readonly username: string; readonly password: string }[];
}

export interface LabApp {
  readonly name: string;
  readonly consumerKey: string;
  readonly consumerSecret: string;
}

export async function lab<Body>(
  { url }: Pick<Fauxforce, 'url'>,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Body }> {
  const answer = await fetch(`${url}/_fauxforce${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as Body };
}

/** An access token by client credentials. */
export async function tokenOf({ url }: Pick<Fauxforce, 'url'>, app: LabApp): Promise<string> {
  const answer = await fetch(`${url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: app.consumerKey,
      client_secret: app.consumerSecret,
    }),
  });
  const { access_token, ...other } = (await answer.json()) as Record<string, string>;
  if (!access_token) throw new Error(`no token: ${JSON.stringify(other)}`);
  return access_token;
}

/** What userinfo says, or the status of its refusal. */
export async function userInfo(
  { url }: Pick<Fauxforce, 'url'>,
  token: string,
): Promise<Record<string, unknown> | number> {
  const answer = await fetch(`${url}/services/oauth2/userinfo`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return answer.ok ? ((await answer.json()) as Record<string, unknown>) : answer.status;
}
