/** Reads a curl command as a shell would and sends it, so that tests of documents need neither a shell nor curl. */
import { request } from 'node:http';

export type Variables = Map<string, string>;

export interface CurlAnswer {
  readonly status: number;
  readonly body: string;
  readonly location: string;
}

/** The words of a command: parts in double quotes with variables and escapes, in single quotes, or bare; `\` at a line's end joins. */
function words(command: string, variables: Variables = new Map()): string[] {
  const filled = (text: string) =>
    text.replace(/\\(.)|\$(\w+)/gs, (_whole, escaped?: string, name?: string) => {
      if (escaped !== undefined) return escaped;
      const value = variables.get(name ?? '');
      if (value === undefined) throw new Error(`the command uses $${name}, which nothing has set`);
      return value;
    });
  const found = command.replaceAll('\\\n', ' ').match(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\])+/gs) ?? [];
  return found.map((word) =>
    word.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'|((?:\\.|[^"'\\])+)/gs, (_part, double, single, bare) =>
      single === undefined ? filled(double ?? bare) : single,
    ),
  );
}

/** @throws Error for an option that is none of those that our documents use */
export async function curl(command: string, variables: Variables = new Map()): Promise<CurlAnswer> {
  const [program, ...args] = words(command, variables);
  if (program !== 'curl') throw new Error(`not a curl command: ${command}`);
  let [url, method, inQuery, proxy] = ['', '', false, ''];
  const headers: Record<string, string> = {};
  const data: string[] = [];
  while (args.length > 0) {
    const argument = args.shift() ?? '';
    const value = () => args.shift() ?? '';
    if (argument === '-X') method = value();
    else if (argument === '-H') {
      const [, name = '', text = ''] = /^([^:]+): (.*)$/s.exec(value()) ?? [];
      headers[name.toLowerCase()] = text;
    } else if (argument === '-u') headers.authorization = `Basic ${Buffer.from(value()).toString('base64')}`;
    else if (argument === '--data-urlencode') {
      const [, name = '', text = ''] = /^([^=]*)=(.*)$/s.exec(value()) ?? [];
      data.push(`${name}=${encodeURIComponent(text)}`);
    } else if (argument === '-d' || argument === '--data-binary') data.push(value());
    else if (argument === '-G') inQuery = true;
    else if (argument === '-x') proxy = value();
    else if (argument === '-o' || argument === '-w') value();
    else if (argument === '-s' || argument === '-sS') continue;
    else if (argument.startsWith('-')) throw new Error(`curl ${argument} is not read: ${command}`);
    else url = argument;
  }
  const sent = data.length === 0 ? undefined : data.join('&');
  const target = inQuery && sent !== undefined ? `${url}?${sent}` : url;
  const body = inQuery ? undefined : sent;
  if (body !== undefined) headers['content-type'] ??= 'application/x-www-form-urlencoded';
  return send(target, method || (body === undefined ? 'GET' : 'POST'), headers, body, proxy);
}

/** By hand: fetch would mend what Salesforce must see as it is. */
function send(
  url: string,
  method: string,
  headers: Record<string, string>,
  body: string | undefined,
  proxy: string,
): Promise<CurlAnswer> {
  const { hostname, port } = new URL(proxy || url);
  const path = proxy ? url : url.slice(url.indexOf('/', 'http://'.length));
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, body: text, location: answer.headers.location ?? '' }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
