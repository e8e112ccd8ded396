/** The proxy that whoever started this process uses: what is not Salesforce's goes on to it, as it would without us. */
import { isIP } from 'node:net';
import { authorityOf, type Target } from './targets.ts';

export interface CallerProxy {
  readonly url: URL;
  /** The variable that names it. */
  readonly variable: string;
}

const VARIABLES = {
  https: ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'],
  http: ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'],
} as const;

/**
 * @param scheme of what is called
 * @returns undefined where the target is reached directly
 * @throws Error with a sentence for a proxy that is no http or https URL
 */
export function callerProxyFor(
  target: Target,
  scheme: 'http' | 'https',
  environment: NodeJS.ProcessEnv,
): CallerProxy | undefined {
  const variable = VARIABLES[scheme].find((name) => environment[name]);
  if (variable === undefined || isDirect(target, environment.no_proxy || environment.NO_PROXY || ''))
    return undefined;
  const said = environment[variable] ?? '';
  const text = said.includes('://') ? said : `http://${said}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new Error(`${variable} names no http or https proxy: only such can be asked for other hosts`);
  return { url, variable };
}

/** As curl and Node have it: a name stands for what is below it, `*` for all, and a port may follow. */
function isDirect(target: Target, noProxy: string): boolean {
  const { host } = target;
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*' || entry === host || entry === `[${host}]` || entry === authorityOf(target))
        return true;
      const [name = '', port] = entry.replace(/^\*?\./, '').split(':');
      if (name === '' || isIP(host) !== 0 || (port !== undefined && port !== String(target.port)))
        return false;
      return host === name || host.endsWith(`.${name}`);
    });
}

/** Its user and password, for `Proxy-Authorization`. */
export function authorizationOf({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  const words = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(words).toString('base64')}`;
}

export function targetOf({ hostname, port, protocol }: URL): Target {
  const usual = protocol === 'https:' ? 443 : 80;
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? usual : Number(port) };
}
