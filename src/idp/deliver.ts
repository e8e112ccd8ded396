/** How a message of ours goes to whom it is for: signed in the query of a URL, or in a form. */
import type { FastifyReply } from 'fastify';
import { withQuery } from '../org/callback.ts';
import type { SamlBinding } from '../org/saml.ts';
import { signedQuery } from '../saml/query-signature.ts';
import { type Signing, signDocument } from '../saml/sign.ts';
import { redirectByForm } from '../wire/post-form.ts';
import { redirectByLocation } from '../wire/redirect.ts';

type Fields = Readonly<Record<string, string>>;

/** A message for the browser to bring: a URL, or a form. */
export interface Delivery {
  readonly url: string;
  /** Undefined: it is all in the URL. */
  readonly form: Fields | undefined;
}

/** A message that is not signed yet. */
export interface Outgoing {
  readonly name: 'SAMLRequest' | 'SAMLResponse';
  readonly xml: string;
  readonly url: string;
  readonly binding: SamlBinding;
  readonly relayState: string | undefined;
}

export async function signedDelivery(
  { name, xml, url, binding, relayState }: Outgoing,
  signing: Signing,
): Promise<Delivery> {
  if (binding === 'RedirectBinding')
    return { url: withQuery(url, signedQuery(name, xml, relayState, signing)), form: undefined };
  const signed = await signDocument(xml, signing, ['ds', 'saml', 'samlp']);
  return { url, form: formOf(name, signed, relayState) };
}

/** The fields of the POST binding. @param xml signed */
export function formOf(name: Outgoing['name'], xml: string, relayState: string | undefined): Fields {
  return {
    [name]: Buffer.from(xml).toString('base64'),
    ...(relayState !== undefined && { RelayState: relayState }),
  };
}

export function bring(reply: FastifyReply, { url, form }: Delivery): FastifyReply {
  return form ? redirectByForm(reply, url, form) : redirectByLocation(reply, url);
}
