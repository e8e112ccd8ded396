/** Intents of the user-agent tests. */
import { createHmac } from 'node:crypto';

const SECRET = 'DEMO0USER0AGENT00000000000000000';

/** A request of the demo's User_Agent. */
export function userAgent(changes: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    response_type: 'token',
    client_id: '3MVG9Demo.User_Agent',
    redirect_uri: 'sfdc://success',
    ...changes,
  };
}

/** The fragment's members as they stand there: still percent-encoded, in order. */
export function fragmentOf(location: string): [string, string][] {
  const fragment = location.slice(location.indexOf('#') + 1);
  return fragment.split('&').map((member) => {
    const equals = member.indexOf('=');
    return [member.slice(0, equals), member.slice(equals + 1)];
  });
}

export function signatureOf(id: string, issuedAt: string, secret = SECRET): string {
  return createHmac('sha256', secret)
    .update(id + issuedAt)
    .digest('base64');
}

/** `java.net.URLEncoder` for what can stand in an answer. */
export function escaped(text: string): string {
  return text
    .replaceAll('%', '%25')
    .replaceAll('!', '%21')
    .replaceAll('+', '%2B')
    .replaceAll('/', '%2F')
    .replaceAll(':', '%3A')
    .replaceAll('=', '%3D')
    .replaceAll('&', '%26')
    .replaceAll(' ', '+');
}
