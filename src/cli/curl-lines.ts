/** Commands and addresses by which a user logs in to an app without a client program. */
import type { AppAndUser } from '../oauth/app-flows.ts';
import { quoted } from './shell.ts';

export function curlForCredentials(url: string, { app }: AppAndUser): string {
  return curl(url, {
    grant_type: 'client_credentials',
    client_id: app.consumerKey,
    client_secret: app.consumerSecret,
  });
}

export function curlForPassword(url: string, { app, user }: AppAndUser): string {
  return curl(url, {
    grant_type: 'password',
    client_id: app.consumerKey,
    client_secret: app.consumerSecret,
    username: user.username,
    password: user.password + user.securityToken,
  });
}

/** The command to exchange the code, which is in the shell's variable `code`. */
export function curlForCode(url: string, { app }: AppAndUser, redirectUri: string): string {
  const form = {
    grant_type: 'authorization_code',
    client_id: app.consumerKey,
    client_secret: app.consumerSecret,
    redirect_uri: redirectUri,
  };
  return `${curl(url, form)} --data-urlencode "code=$code"`;
}

export function authorizeUrl(url: string, { app }: AppAndUser, redirectUri: string): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: app.consumerKey,
    redirect_uri: redirectUri,
  });
  return `${url}/services/oauth2/authorize?${query}`;
}

function curl(url: string, form: Readonly<Record<string, string>>): string {
  const words = Object.entries(form).map(([name, value]) => {
    const isPlain = /^[\w.-]*$/.test(value);
    return `${isPlain ? '-d' : '--data-urlencode'} ${quoted(`${name}=${value}`)}`;
  });
  return `curl ${url}/services/oauth2/token ${words.join(' ')}`;
}
