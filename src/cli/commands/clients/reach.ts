/** How a client that accepts only https, or only Salesforce's hosts, gets to this server nevertheless: docs/https.md. */
import { certificatesOf } from '../../../server/tls/trust.ts';
import { CommandError } from '../../failure.ts';
import type { Client, ServerFacts } from './client.ts';

interface Reached {
  /** The server as the client calls it. */
  readonly facts: ServerFacts;
  /** What its calls need to come here. */
  readonly environment: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
}

/** Whether the client needs the certificates of this server, or has an address that it accepts anyway. */
export function needsCertificates({ needs }: Client, { url }: ServerFacts): boolean {
  return needs !== undefined && !needs.pattern.test(url);
}

/**
 * @param ca the folder of the certificate authority
 * @throws CommandError for a client whose hosts are not those of the org's cloud
 */
export function reach(client: Client, facts: ServerFacts, ca: string): Reached {
  const { needs, caVariable } = client;
  if (!needs || !needsCertificates(client, facts))
    return { facts, environment: {}, notes: trustNotes(caVariable, facts) };
  const trust = trustIn(ca, caVariable);
  const host = needs.host?.(facts.org);
  if (host === undefined) {
    return {
      facts: { ...facts, url: facts.proxy.replace(/^http:/, 'https:') },
      environment: trust,
      notes: [],
    };
  }
  if (!needs.pattern.test(`https://${host}`)) {
    throw new CommandError(
      `${client.title} cannot be pointed here: it always calls ${needs.words}, and org ${facts.org.name}, whose cloud is ${facts.org.cloud}, is on ${host}`,
    );
  }
  return {
    facts: { ...facts, url: `https://${host}` },
    // Where both are set, most programs look at the second alone.
    environment: { HTTPS_PROXY: facts.proxy, https_proxy: facts.proxy, ...trust },
    notes: [`It always calls ${needs.words}: the server is its proxy, and answers as that host.`],
  };
}

function trustIn(ca: string, caVariable: string | undefined): Readonly<Record<string, string>> {
  const file = caVariable === undefined ? undefined : certificatesOf(ca).env[caVariable];
  return caVariable === undefined || file === undefined ? {} : { [caVariable]: file };
}

function trustNotes(caVariable: string | undefined, { url }: ServerFacts): readonly string[] {
  if (!url.startsWith('https:') || caVariable === undefined) return [];
  return [
    `${caVariable} names the certificate authority of what answers there, unless this machine trusts it anyway: for the server itself fauxforce certs tells it.`,
  ];
}
