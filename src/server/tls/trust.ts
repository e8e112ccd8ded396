/** What makes programs trust the certificate authority of a folder, and use this server as their proxy (design 5.5). */
import { resolve } from 'node:path';
import { filesOf } from './authority-files.ts';
import { extraCertificates } from './bundle.ts';
import { proxyOptions, TRUSTSTORE_PASSWORD, trustOptions } from './java.ts';
import { isBelow, SALESFORCE_SUFFIXES } from './names.ts';

/** What a program is told of certificates. */
export interface Certificates {
  /** Path of the authority's certificate, in PEM. */
  readonly ca: string;
  /** Path of Node's root certificates and ours: for variables that replace the roots. */
  readonly bundle: string;
  /** Path of the same as a trust store of Java's, in PKCS #12. */
  readonly truststore: string;
  readonly truststorePassword: string;
  /** Variables for Node, Deno, Python, curl, git, Java, and whatever reads OpenSSL's. */
  readonly env: Readonly<Record<string, string>>;
}

export function certificatesOf(folder: string): Certificates {
  const { certificate, bundle, truststore } = filesOf(resolve(folder));
  // The variable names one file: the bundle has what it named before, too.
  const beside = extraCertificates().length === 0 ? certificate : bundle;
  return {
    ca: certificate,
    bundle,
    truststore,
    truststorePassword: TRUSTSTORE_PASSWORD,
    env: {
      NODE_EXTRA_CA_CERTS: beside,
      DENO_CERT: beside,
      REQUESTS_CA_BUNDLE: bundle,
      CURL_CA_BUNDLE: bundle,
      SSL_CERT_FILE: bundle,
      GIT_SSL_CAINFO: bundle,
      JAVA_TOOL_OPTIONS: trustOptions(truststore),
    },
  };
}

/**
 * Variables with which a program's calls to Salesforce's hosts come here.
 *
 * @param proxy the server's URL, with a password where it wants one
 * @param before the variables that the program would have: its `NO_PROXY` and `JAVA_TOOL_OPTIONS` go on to count
 */
export function proxyEnvironment(
  proxy: string,
  folder: string,
  before: NodeJS.ProcessEnv = {},
): Readonly<Record<string, string>> {
  const { env } = certificatesOf(folder);
  const direct = directHosts(before);
  const java = [before.JAVA_TOOL_OPTIONS, env.JAVA_TOOL_OPTIONS, proxyOptions(proxy, direct)];
  return {
    HTTPS_PROXY: proxy,
    https_proxy: proxy,
    NO_PROXY: direct.join(','),
    no_proxy: direct.join(','),
    NODE_USE_ENV_PROXY: '1',
    ...env,
    JAVA_TOOL_OPTIONS: java.filter(Boolean).join(' '),
  };
}

const LOCAL = ['localhost', '127.0.0.1', '::1'];

/** The caller's, but for those with which Salesforce's hosts would be reached past the proxy. */
function directHosts({ NO_PROXY, no_proxy }: NodeJS.ProcessEnv): readonly string[] {
  const said = (NO_PROXY || no_proxy || '')
    .split(/[\s,]+/)
    .filter((name) => name !== '' && !isSalesforces(name));
  return [...new Set([...said, ...LOCAL])];
}

function isSalesforces(entry: string): boolean {
  const name = entry
    .toLowerCase()
    .replace(/^\*?\.?/, '')
    .replace(/:\d+$/, '');
  return (
    name === '' ||
    isBelow(name, SALESFORCE_SUFFIXES) ||
    SALESFORCE_SUFFIXES.some((one) => isBelow(one, [name]))
  );
}
