/** What Java is told in JAVA_TOOL_OPTIONS: it reads none of the variables of others. */

/** Of a trust store without secrets; Java's own has the same. */
export const TRUSTSTORE_PASSWORD = 'changeit';

export function trustOptions(truststore: string): string {
  return [
    option('javax.net.ssl.trustStore', truststore),
    option('javax.net.ssl.trustStoreType', 'PKCS12'),
    option('javax.net.ssl.trustStorePassword', TRUSTSTORE_PASSWORD),
  ].join(' ');
}

/**
 * @param proxy URL of a proxy for https
 * @param noProxy what `NO_PROXY` says
 */
export function proxyOptions(proxy: string, noProxy: readonly string[]): string {
  const { hostname, port } = new URL(proxy);
  return [
    option('https.proxyHost', hostname.replace(/^\[|\]$/g, '')),
    option('https.proxyPort', port || '80'),
    option('http.nonProxyHosts', noProxy.flatMap(patternsOf).join('|')),
  ].join(' ');
}

/** A name of NO_PROXY stands for what is below it too, a pattern of Java's only for what it says; ports and ranges Java has no words for. */
function patternsOf(name: string): readonly string[] {
  if (name === '127.0.0.1') return ['127.*'];
  if (name.includes('/')) return [];
  if (name.includes('::')) return [`[${name}]`, name];
  const [host = ''] = name.replace(/^\*?\./, '').split(':');
  return [host, `*.${host}`];
}

/** The JVM takes quotes around an option with blanks. */
function option(name: string, value: string): string {
  const text = `-D${name}=${value}`;
  return /[\s']/.test(text) ? `"${text}"` : text;
}
