/** What makes programs trust the certificate authority of a folder, and use this server as their proxy (design 5.5). */
import { resolve } from 'node:path';
import { filesOf } from './authority.ts';

/** What a program is told of certificates. */
export interface Certificates {
  /** Path of the authority's certificate, in PEM. */
  readonly ca: string;
  /** Path of Node's root certificates and ours: for variables that replace the roots. */
  readonly bundle: string;
  /** Variables for Node, Deno, Python, curl, git, and whatever reads OpenSSL's. */
  readonly env: Readonly<Record<string, string>>;
}

export function certificatesOf(folder: string): Certificates {
  const { certificate, bundle } = filesOf(resolve(folder));
  return {
    ca: certificate,
    bundle,
    env: {
      NODE_EXTRA_CA_CERTS: certificate,
      DENO_CERT: certificate,
      REQUESTS_CA_BUNDLE: bundle,
      CURL_CA_BUNDLE: bundle,
      SSL_CERT_FILE: bundle,
      GIT_SSL_CAINFO: bundle,
    },
  };
}

/**
 * Variables with which a program's calls to Salesforce's hosts come here.
 *
 * @param proxy the server's URL
 */
export function proxyEnvironment(proxy: string, folder: string): Readonly<Record<string, string>> {
  return {
    HTTPS_PROXY: proxy,
    https_proxy: proxy,
    NO_PROXY: 'localhost,127.0.0.1,::1',
    no_proxy: 'localhost,127.0.0.1,::1',
    NODE_USE_ENV_PROXY: '1',
    ...certificatesOf(folder).env,
  };
}
